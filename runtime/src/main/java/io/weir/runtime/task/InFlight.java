package io.weir.runtime.task;

import io.weir.runtime.network.InputRecording;
import io.weir.runtime.network.RecordedFrames;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.state.StateCapture;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The records that were under way to and from a task at a checkpoint that did not wait for barriers. It is a part of the
 * task's snapshot beside those of its operators, under the id of the first of them. Filled by the task's thread before
 * others see it.
 *
 * @param vertex the vertex of the task
 * @param subtask the number of the instance
 * @param parallelism how many there were
 * @param channels how many channels its inputs had
 * @param inputs what had come in; of a channel there may be several pieces, in their order
 * @param outputs what had not gone out, by output and consumer; null where there was nothing
 */
record InFlight(
        String vertex,
        int subtask,
        int parallelism,
        int channels,
        List<Input> inputs,
        List<List<RecordedFrames>> outputs)
        implements StateCapture {
    private static final int VERSION = 2;

    /** The version that did not say who had sent what had come in. */
    private static final int WITHOUT_ORIGIN = 1;

    /**
     * What had come in through a channel.
     *
     * @param channel the channel
     * @param vertex the vertex that sent it; empty if that is not known
     * @param output from which of its outputs
     * @param subtask which of its instances
     * @param frames the records
     */
    record Input(int channel, String vertex, int output, int subtask, RecordedFrames frames) {}

    /**
     * Adds who had sent what has come in.
     *
     * @param recorded what has come in
     * @param producers who sends, by channel
     */
    static List<Input> withOrigins(List<InputRecording.Recorded> recorded, List<PartitionId> producers) {
        return recorded.stream()
                .map(input -> {
                    PartitionId from = producers.get(input.channel());
                    ExecutionId producer = from.producer();
                    return new Input(
                            input.channel(),
                            producer.vertex().value(),
                            from.output(),
                            producer.subtask(),
                            input.frames());
                })
                .toList();
    }

    /** Returns whether nothing was under way. */
    boolean isEmpty() {
        return inputs.stream().allMatch(input -> input.frames().isEmpty())
                && outputs.stream().flatMap(List::stream).allMatch(InFlight::isNothing);
    }

    private static boolean isNothing(RecordedFrames frames) {
        return frames == null || frames.isEmpty();
    }

    @Override
    public int firstKeyGroup() {
        return 0;
    }

    @Override
    public int keyGroups() {
        return OperatorPart.IN_FLIGHT;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void close() {
        // It is a copy.
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeByte(VERSION);
        data.writeInt(subtask);
        data.writeInt(parallelism);
        data.writeInt(channels);
        data.writeInt(inputs.size());
        for (Input input : inputs) {
            data.writeInt(input.channel());
            data.writeUTF(input.vertex());
            data.writeInt(input.output());
            data.writeInt(input.subtask());
            input.frames().write(data);
        }
        data.writeInt(outputs.size());
        for (List<RecordedFrames> consumers : outputs) {
            data.writeInt(consumers.size());
            for (RecordedFrames frames : consumers) {
                data.writeBoolean(!isNothing(frames));
                if (!isNothing(frames)) {
                    frames.write(data);
                }
            }
        }
        data.flush();
    }

    /** Reads what {@link #writeTo} wrote for a task of a vertex. */
    static InFlight read(String vertex, InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int version = data.readByte();
        if (version != VERSION && version != WITHOUT_ORIGIN) {
            throw new IOException("Records under way are in format " + version + ", not " + VERSION);
        }
        boolean hasOrigin = version != WITHOUT_ORIGIN;
        int subtask = data.readInt();
        int parallelism = data.readInt();
        int channels = data.readInt();
        List<Input> inputs = new ArrayList<>();
        for (int count = data.readInt(); count > 0; count--) {
            inputs.add(new Input(
                    data.readInt(),
                    hasOrigin ? data.readUTF() : "",
                    hasOrigin ? data.readInt() : 0,
                    hasOrigin ? data.readInt() : 0,
                    RecordedFrames.read(data)));
        }
        List<List<RecordedFrames>> outputs = new ArrayList<>();
        for (int count = data.readInt(); count > 0; count--) {
            List<RecordedFrames> consumers = new ArrayList<>();
            for (int consumer = data.readInt(); consumer > 0; consumer--) {
                consumers.add(data.readBoolean() ? RecordedFrames.read(data) : null);
            }
            outputs.add(consumers);
        }
        return new InFlight(vertex, subtask, parallelism, channels, inputs, outputs);
    }
}
