package io.weir.runtime.network;

import io.weir.runtime.operators.ChainInput;
import io.weir.runtime.operators.CombinedWatermark;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.serialization.RecordInput;
import io.weir.serialization.TypeSerializer;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Begins a chain: gives it the records of all channels of a gate, a frame at a time, and the least watermark of those
 * that are not idle. It stops in the middle of a frame when the chain's outputs have no room and goes on there later. The task's
 * thread owns it.
 *
 * @param <T> the type of the records
 */
public final class RecordReader<T> implements ChainInput, AutoCloseable {
    /** How many records are announced at once: about as many as a core can wait for memory for at the same time. */
    private static final int EXPECTED = 16;

    private final InputGate gate;
    /** Takes records and watermarks: by channel, the input of the chain's head that the channel feeds. */
    private final List<Output<T>> heads;

    /** Takes the watermark of all channels. */
    private final Output<T> firstHead;

    /** Whether the chain's head has several inputs, of which one may end before another. */
    private final boolean several;

    private final OutputRoom room;
    private final Traffic traffic;
    private final ClassLoader classLoader;

    /** By channel; the channels of one input share one. */
    private final List<TypeSerializer<T>> serializers;

    /** By channel, because each channel has a class dictionary of its own; null until its first frame of bytes. */
    private final RecordInput[] inputs;

    private final CombinedWatermark watermark;

    private final Barriers barriers;

    /** Copies frames for a checkpoint that did not wait for barriers; null as long as there is none. */
    private InputRecording recording;

    /** What was under way when the task's past was captured; null once it was read, the frame at hand included. */
    private PastFrames past;

    private int channel = -1;
    private ObjectFrame objects;
    private BytesFrame bytes;
    private RecordInput input;
    private TypeSerializer<T> serializer;
    private Output<T> head;
    private int position;
    private long lastTimestamp;

    /**
     * Creates a reader.
     *
     * @param gate where frames come from
     * @param serializers the serializer of each channel
     * @param heads by channel, the input of the chain's first operator that the channel feeds; watermarks go to the first
     * @param room whether the chain's outputs have room
     * @param traffic counts what is read
     * @param classLoader where classes of unknown types are looked up
     * @param barriers takes barriers and the ends of channels
     */
    public RecordReader(
            InputGate gate,
            List<TypeSerializer<T>> serializers,
            List<Output<T>> heads,
            OutputRoom room,
            Traffic traffic,
            ClassLoader classLoader,
            Barriers barriers) {
        this.gate = gate;
        this.barriers = barriers;
        this.serializers = serializers;
        this.heads = List.copyOf(heads);
        this.firstHead = heads.get(0);
        this.head = firstHead;
        this.several = !heads.stream().allMatch(firstHead::equals);
        this.room = room;
        this.traffic = traffic;
        this.classLoader = classLoader;
        this.inputs = new RecordInput[gate.channels()];
        this.watermark = new CombinedWatermark(gate.channels());
        keepWaiting();
    }

    /** Leaves records where they are whose inputs do not want them yet. */
    private void keepWaiting() {
        for (int i = 0; several && i < heads.size(); i++) {
            if (heads.get(i).isWaiting()) {
                gate.withhold(i);
            }
        }
    }

    /**
     * Gives back what was under way when the task's past was captured; it is read before all else.
     *
     * @param pieces the pieces of all channels
     */
    public void restore(List<InputRecording.Recorded> pieces) {
        past = new PastFrames(pieces, classLoader);
    }

    /**
     * Begins to copy what belongs before the missing barriers of a checkpoint.
     *
     * @param checkpointId the checkpoint
     * @param arrived the channels whose barriers have come
     * @return the copies
     */
    public InputRecording record(long checkpointId, BitSet arrived) {
        InputRecording begun = new InputRecording(gate, checkpointId, restOfPast(), serializers::get);
        for (int from = arrived.nextClearBit(0); from < gate.channels(); from = arrived.nextClearBit(from + 1)) {
            RecordedFrames copies = inputs[from] == null
                    ? new RecordedFrames()
                    : RecordedFrames.after(
                            inputs[from].dictionary(), inputs[from].dictionary().size());
            if (from == channel && past == null) {
                addRest(copies);
            }
            begun.begin(from, copies);
        }
        recording = begun;
        return begun;
    }

    private List<InputRecording.Recorded> restOfPast() {
        if (past == null) {
            return List.of();
        }
        return past.rest(bytes == null ? null : restOfBytes());
    }

    /** Copies what is left of the frame at hand. */
    private RecordedFrames.Block restOfBytes() {
        byte[] rest = Arrays.copyOfRange(bytes.bytes(), input.position(), bytes.length());
        return new RecordedFrames.Block(rest, bytes.records() - position, bytes.timestamped(), lastTimestamp);
    }

    /** Ends copying. */
    public void endRecording() {
        recording = null;
    }

    private void addRest(RecordedFrames copies) {
        if (objects != null) {
            copies.add(objects, position, serializers.get(channel));
        } else if (bytes != null) {
            copies.add(restOfBytes());
        }
    }

    /** Reads on in the frame at hand, else takes the next one. */
    @Override
    public boolean step() throws Exception {
        if (objects == null && bytes == null && !next()) {
            return false;
        }
        if (objects != null) {
            readObjects();
        } else if (bytes != null) {
            readBytes();
        }
        return true;
    }

    @Override
    public boolean hasWork() {
        return objects != null || bytes != null || past != null || gate.hasFrames();
    }

    @Override
    public boolean isFinished() {
        return gate.isFinished() && objects == null && bytes == null && past == null;
    }

    private boolean next() throws Exception {
        if (past != null) {
            if (past.next()) {
                beginPast();
                return true;
            }
            past = null;
        }
        Frame frame = gate.poll();
        if (frame == null) {
            return false;
        }
        channel = gate.channel();
        if (recording != null) {
            recording.take(channel, frame);
        }
        if (frame instanceof ObjectFrame batch) {
            objects = batch;
            head = heads.get(channel);
            position = 0;
        } else if (frame instanceof BytesFrame batch) {
            begin(batch);
        } else if (frame instanceof Watermark mark) {
            advance(channel, mark.timestamp());
            gate.consumed(0);
        } else if (frame instanceof IdleStatus status) {
            watermark.setIdle(channel, status.idle());
            watermark.tell(firstHead);
            gate.consumed(0);
        } else if (frame instanceof EndOfInput) {
            advance(channel, Long.MAX_VALUE);
            if (several) {
                tellEnd(heads.get(channel));
            }
            barriers.ended(channel);
        } else if (frame instanceof Barrier barrier) {
            gate.consumed(0);
            barriers.barrier(channel, barrier.trigger());
        } else {
            gate.consumed(0);
            barriers.superstep(channel, frame);
        }
        return true;
    }

    /** Tells an input of the chain that it has ended once all its channels have. */
    private void tellEnd(Output<T> input) throws Exception {
        for (int i = 0; i < heads.size(); i++) {
            if (heads.get(i).equals(input) && !gate.isEnded(i)) {
                return;
            }
        }
        input.inputEnded();
        gate.admitAll();
        keepWaiting();
    }

    private void readObjects() throws Exception {
        ObjectFrame frame = objects;
        Object[] values = frame.values;
        long[] timestamps = frame.timestamps;
        int count = frame.count;
        int i = position;
        while (i < count && !room.isStepOver()) {
            int expected = Math.min(count, i + EXPECTED);
            head.expect(values, i, expected);
            while (i < expected && !room.isStepOver()) {
                @SuppressWarnings("unchecked") // the exchange carries the type that the plan says
                T value = (T) values[i];
                long timestamp = timestamps == null ? Output.NO_TIMESTAMP : timestamps[i];
                i++;
                head.collect(value, timestamp);
            }
        }
        position = i;
        if (i == count) {
            objects = null;
            traffic.add(count, frame.bytes);
        }
    }

    private void beginPast() {
        RecordedFrames.Block block = past.block();
        channel = past.channel();
        byte[] copy = block.bytes();
        // An array of no pool: what is left of the past is not worth keeping.
        bytes = new BytesFrame(copy, copy.length, block.records(), block.timestamped(), new BufferPool(0, 0));
        input = past.input();
        input.setBuffer(copy, 0, copy.length);
        serializer = serializers.get(channel);
        head = heads.get(channel);
        position = 0;
        lastTimestamp = block.lastTimestamp();
    }

    private void begin(BytesFrame frame) {
        if (inputs[channel] == null) {
            inputs[channel] = new RecordInput(classLoader);
        }
        bytes = frame;
        input = inputs[channel];
        input.setBuffer(frame.bytes(), 0, frame.length());
        serializer = serializers.get(channel);
        head = heads.get(channel);
        position = 0;
        lastTimestamp = 0;
    }

    private void readBytes() throws Exception {
        BytesFrame frame = bytes;
        RecordInput in = input;
        TypeSerializer<T> reader = serializer;
        int count = frame.records();
        boolean timestamped = frame.timestamped();
        int i = position;
        while (i < count && !room.isStepOver()) {
            long timestamp = Output.NO_TIMESTAMP;
            T value;
            try {
                if (timestamped) {
                    timestamp = lastTimestamp + in.readVarLong(false);
                    lastTimestamp = timestamp;
                }
                value = reader.deserialize(in);
            } catch (RuntimeException e) {
                throw unreadable(e);
            }
            i++;
            head.collect(value, timestamp);
        }
        position = i;
        if (i == count) {
            end(frame);
        }
    }

    private void end(BytesFrame frame) {
        if (input.position() != frame.length()) {
            throw unreadable(null);
        }
        int length = frame.length();
        bytes = null;
        frame.release();
        traffic.add(frame.records(), length);
        if (past == null) {
            gate.consumed(length);
        }
    }

    /** Returns the channel that the record at hand came by. */
    public int channel() {
        return gate.channel();
    }

    /** Notes the watermark of a channel and passes on the least of all channels if that has grown. */
    private void advance(int channel, long timestamp) throws Exception {
        watermark.advance(channel, timestamp);
        watermark.tell(firstHead);
    }

    private WeirException unreadable(RuntimeException cause) {
        String why = cause == null ? "its records end elsewhere" : cause.toString();
        return new WeirException(
                ErrorCode.SERIALIZATION,
                "A frame of channel " + channel + " could not be read: " + why
                        + ". The serializer may write and read its type differently.",
                cause);
    }

    /** Gives back the frame at hand. */
    @Override
    public void close() {
        objects = null;
        if (bytes != null) {
            BytesFrame frame = bytes;
            bytes = null;
            frame.release();
        }
    }
}
