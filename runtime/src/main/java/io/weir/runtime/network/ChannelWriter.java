package io.weir.runtime.network;

import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.operators.SaidType;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Collects the records for one consumer in an open frame and hands finished frames to the consumer's part of the
 * partition. The producing task's thread owns it.
 *
 * @param <T> the type of the records
 */
abstract class ChannelWriter<T> {
    /** How many frames beyond its share a consumer may have waiting before the task blocks within a record. */
    static final int OVERDRAFT = 4;

    static final long NO_TIMESTAMP = Output.NO_TIMESTAMP;

    private final FrameSink subpartition;
    private final OutputRoom room;
    private final BooleanSupplier hasRoom;
    private final BooleanSupplier withinOverdraft;
    private final int limit;
    private final long window;

    /** Whether a finished frame waits for room; a barrier and the frame before it do not. */
    private boolean waits = true;

    final Traffic traffic;

    private final TypeSerializer<T> type;
    private final TypeInformation<?> said;
    private final String description;

    ChannelWriter(FrameSink subpartition, TypeSerializer<T> serializer, WriterContext context) {
        this.type = serializer;
        this.said = context.type();
        this.description = context.description();
        this.subpartition = subpartition;
        this.room = context.room();
        this.traffic = context.traffic();
        this.hasRoom = subpartition::hasRoom;
        this.window = context.settings().channelWindow();
        this.limit = context.queuedFrames() + OVERDRAFT;
        this.withinOverdraft = () -> subpartition.size() < limit && !subpartition.isReleased();
    }

    /** Makes the failure of a record that cannot be copied or serialized. */
    final WeirException failed(T value, RuntimeException cause) {
        if (value != null && said != null && cause instanceof ClassCastException) {
            return SaidType.wrong("A record of " + description + " is", value.getClass(), said, cause);
        }
        String is = value == null ? "null" : "a " + value.getClass().getName();
        return new WeirException(
                ErrorCode.SERIALIZATION,
                "A record of " + description + ", " + is + ", could not be serialized: " + cause,
                cause);
    }

    /** Takes a record; the value stays the caller's. */
    abstract void add(T value, long timestamp);

    /** Returns whether the open frame has records. */
    abstract boolean hasOpenRecords();

    /** Hands over the open frame if it has records. */
    abstract void flush();

    /** Gives back what the open frame holds. The writer is of no use afterwards. */
    abstract void close();

    /** Appends a watermark, a barrier or the end, after all records that came before it. */
    final void control(Frame frame) {
        flush();
        subpartition.add(frame);
        subpartition.announce();
    }

    /** Appends the end after all records. */
    final void finish() {
        flush();
        subpartition.end(window);
    }

    /** Appends a barrier after all records that came before it, whether there is room or not. */
    final void barrier(Barrier barrier) {
        waits = false;
        try {
            control(barrier);
        } finally {
            waits = true;
        }
    }

    /**
     * Lets a barrier overtake all records that the consumer has not taken, and returns copies of them, for they belong
     * before it.
     */
    final RecordedFrames overtake(Barrier barrier) {
        waits = false;
        try {
            flush();
        } finally {
            waits = true;
        }
        List<Frame> waiting = subpartition.takeBack();
        return putBefore(barrier, waiting, waiting.size());
    }

    /**
     * Lets a barrier that was appended overtake what still waits before it, unless the consumer has taken it; returns copies
     * of what it has overtaken. Consumers in this process look for barriers themselves.
     */
    final RecordedFrames overtakeWaiting(Barrier barrier) {
        if (!subpartition.holds(barrier)) {
            return null;
        }
        List<Frame> waiting = subpartition.takeBack();
        int position = waiting.indexOf(barrier);
        if (position >= 0) {
            return putBefore(barrier, waiting, position);
        }
        waiting.forEach(subpartition::add); // the consumer has taken it just now
        subpartition.announce();
        return null;
    }

    /** Hands frames over with a barrier before them; returns copies of the first of them, which belong before it. */
    private RecordedFrames putBefore(Barrier barrier, List<Frame> frames, int overtaken) {
        subpartition.addUrgent(barrier);
        RecordedFrames recorded = null;
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            boolean isData = frame instanceof BytesFrame || frame instanceof ObjectFrame;
            if (i < overtaken && isData) {
                recorded = recorded == null ? recordFrom(frame) : recorded;
                recorded.add(frame, type);
            }
            if (!frame.equals(barrier)) {
                subpartition.add(frame);
            }
        }
        subpartition.announce();
        return recorded;
    }

    /** Returns the serializer of the records. */
    final TypeSerializer<T> type() {
        return type;
    }

    /** Returns what takes copies of frames from a frame on. */
    abstract RecordedFrames recordFrom(Frame first);

    /** Writes records that were under way when a checkpoint was taken, whether there is room or not. */
    final void restore(RecordedFrames records, ClassLoader classLoader) {
        waits = false;
        try {
            records.forEach(type, classLoader, this::add);
        } finally {
            waits = true;
        }
    }

    final void announce() {
        subpartition.announce();
    }

    /** Hands over the open frame unless the consumer has enough to read before it. */
    final void flushIfRoom() {
        if (hasOpenRecords() && subpartition.hasRoom()) {
            flush();
        }
        subpartition.announce();
    }

    /** Hands over the open frame if the consumer has read all before it and waits. */
    final void flushIfAwaited() {
        if (hasOpenRecords() && subpartition.consumerWaits()) {
            flush();
        }
        subpartition.announce();
    }

    /** Hands a finished frame over. If the consumer has enough to do, the task is asked to take no further input. */
    final void hand(Frame frame) {
        if (waits && !withinOverdraft.getAsBoolean()) {
            try {
                room.awaitRoom(withinOverdraft);
            } catch (RuntimeException e) {
                frame.release();
                throw e;
            }
        }
        subpartition.add(frame);
        if (!subpartition.hasRoom()) {
            room.exhaust(hasRoom);
        }
    }
}
