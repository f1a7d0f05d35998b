package io.weir.runtime.task;

import io.weir.plan.Partitioning;
import io.weir.runtime.network.InputRecording;
import io.weir.runtime.network.RecordReader;
import io.weir.runtime.network.RecordWriter;
import io.weir.runtime.network.RecordedFrames;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;

/**
 * Gives the records back that were under way when a task's past was captured. Where nothing has changed they go where they
 * were. Where a parallelism has changed, producers send them anew, those first that had already come in at consumers; what
 * an instance had sent is sent by the one whose number is that of the old one modulo the parallelism, so that records of
 * a key keep their order. The task's thread owns it, while the task starts.
 *
 * @param spec the task
 * @param chain its operators
 * @param writers its outputs
 * @param reader its inputs, or null if there are none
 * @param classLoader where classes of records are looked up
 */
record InFlightReturn(
        TaskSpec spec,
        ChainSpec chain,
        List<RecordWriter<Object>> writers,
        RecordReader<Object> reader,
        ClassLoader classLoader) {

    /** Gives back all of them; see {@link io.weir.runtime.protocol.TaskRestore.InFlightRestore}. */
    void giveBack(List<InFlight> past) throws Exception {
        if (!spec.restore().inFlight().redistributed()) {
            past.forEach(this::giveBack);
            return;
        }
        for (InFlight consumer : past) {
            for (InFlight.Input input : consumer.inputs()) {
                if (isMine(input.vertex(), input.subtask())) {
                    sendAnew(input.output(), input.frames());
                }
            }
        }
        for (InFlight producer : past) {
            for (int output = 0;
                    isMine(producer.vertex(), producer.subtask())
                            && output < producer.outputs().size(); ) {
                for (RecordedFrames frames : producer.outputs().get(output)) {
                    if (frames != null) {
                        sendAnew(output, frames);
                    }
                }
                output++;
            }
        }
    }

    private void giveBack(InFlight past) {
        boolean same = past.inputs().isEmpty() || past.channels() == channels();
        same &= past.outputs().isEmpty()
                || past.outputs().stream()
                        .map(List::size)
                        .toList()
                        .equals(writers.stream().map(RecordWriter::consumers).toList());
        if (!same) {
            throw refused("the program connects it with others than then");
        }
        for (int output = 0; output < past.outputs().size(); output++) {
            List<RecordedFrames> consumers = past.outputs().get(output);
            for (int consumer = 0; consumer < consumers.size(); consumer++) {
                if (consumers.get(consumer) != null) {
                    writers.get(output).restore(consumer, consumers.get(consumer), classLoader);
                }
            }
        }
        if (reader != null) {
            reader.restore(past.inputs().stream()
                    .map(input -> new InputRecording.Recorded(input.channel(), input.frames()))
                    .toList());
        }
    }

    private int channels() {
        return spec.inputs().stream().mapToInt(input -> input.channels().size()).sum();
    }

    private boolean isMine(String vertex, int subtask) {
        if (vertex.isEmpty()) {
            throw refused("an earlier version wrote it, so that it fits the same parallelism only");
        }
        return vertex.equals(spec.execution().vertex().value())
                && subtask % spec.parallelism() == spec.execution().subtask();
    }

    private void sendAnew(int output, RecordedFrames frames) throws Exception {
        if (output >= writers.size()) {
            throw refused("the program connects it with others than then");
        }
        if (chain.outputs().get(output).partitioning() instanceof Partitioning.Broadcast && !frames.isEmpty()) {
            throw refused("what is broadcast had come to some of its consumers and not to others, which cannot be told"
                    + " at another parallelism");
        }
        writers.get(output).sendAnew(frames, classLoader);
    }

    private WeirException refused(String why) {
        return new WeirException(
                ErrorCode.STATE_INCOMPATIBLE,
                "The checkpoint " + spec.restore().checkpointId() + " holds records that were under way to and from "
                        + spec.taskName() + ", and cannot be taken up: " + why
                        + ". Start the program as it was, at the parallelism of the checkpoint, take a savepoint, for which"
                        + " no records are under way, and start from that.");
    }
}
