package io.weir.runtime.operators;

import io.weir.serialization.TypeSerializer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A bounded ring that takes the records, and what it says of event time, of a source function's thread to the task's
 * thread: one thread puts, one takes. It is bounded in number and in bytes, which are estimated from samples. A record is
 * visible to the taker as soon as it was put; nothing waits for a batch to fill up.
 *
 * @param <T> the type of the records
 */
final class HandOver<T> {
    private static final int CAPACITY = 4096;
    private static final int MASK = CAPACITY - 1;

    private static final VarHandle PUT;
    private static final VarHandle TAKEN;

    static {
        try {
            PUT = MethodHandles.lookup().findVarHandle(HandOver.class, "put", long.class);
            TAKEN = MethodHandles.lookup().findVarHandle(HandOver.class, "taken", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a function says besides records, in one order with them. */
    @FunctionalInterface
    interface Signal {
        /** Notes it. Taking thread. */
        void note(CombinedWatermark watermark);
    }

    private final Runnable wakeTaker;

    /** How many records may wait, which depends on their size. Putting thread only. */
    private final WaitingLimit<T> limit;

    private final Object[] values = new Object[CAPACITY];
    private final long[] timestamps = new long[CAPACITY];

    /** How many records were put. Written by the putting thread, read by the taking one. */
    private long put;

    /** How many records were taken. Written by the taking thread, read by the putting one. */
    private long taken;

    /** How many records were taken, and how far event time has come with them. Taking thread only. */
    private long records;

    private final CombinedWatermark watermark = new CombinedWatermark(1);

    /** The putting thread's last look at {@link #taken}. */
    private long knownTaken;

    /** Whether the taker looks for a wake-up. Written by both, read by the putting thread. */
    private volatile boolean takerWaits;

    /** The putting thread while it waits for room. Written by it, read by the taking one. */
    private volatile Thread putter;

    /** Written by the taking thread, read by the putting one. */
    private volatile boolean closed;

    /**
     * Creates it empty.
     *
     * @param wakeTaker wakes the taking thread
     * @param serializer tells the size of records; used by the putting thread alone
     */
    HandOver(Runnable wakeTaker, TypeSerializer<T> serializer) {
        this.wakeTaker = wakeTaker;
        this.limit = new WaitingLimit<>(CAPACITY, serializer);
    }

    /**
     * Hands over a record, waiting for room.
     *
     * @return false if the taker has gone; the record is then dropped
     */
    boolean put(T value, long timestamp) {
        limit.see(value, put);
        return add(value, timestamp);
    }

    /**
     * Hands over a signal, waiting for room.
     *
     * @return false if the taker has gone; the signal is then dropped
     */
    boolean put(Signal signal) {
        return add(signal, Output.NO_TIMESTAMP);
    }

    private boolean add(Object value, long timestamp) {
        long position = put;
        if (position - knownTaken >= limit.get()) {
            awaitRoom(position);
        }
        if (closed) {
            return false;
        }
        int index = (int) position & MASK;
        values[index] = value;
        timestamps[index] = timestamp;
        PUT.setRelease(this, position + 1);
        // No fence between the two: a taker that begins to wait this very moment looks again a little later by itself.
        if (takerWaits) {
            takerWaits = false;
            wakeTaker.run();
        }
        return true;
    }

    private void awaitRoom(long position) {
        boolean interrupted = false;
        putter = Thread.currentThread();
        while ((knownTaken = (long) TAKEN.getVolatile(this)) <= position - limit.get() && !closed) {
            LockSupport.park(this);
            // Only close() ends the waiting; the function sees the interrupt when it comes back.
            interrupted |= Thread.interrupted();
        }
        putter = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives up to a number of records and signals to an output. Returns how many. Taking thread. */
    int drainTo(Output<T> output, int limit, OutputRoom room) throws Exception {
        long first = taken;
        long end = Math.min((long) PUT.getAcquire(this), first + limit);
        long position = first;
        try {
            while (position < end && !room.isStepOver()) {
                int index = (int) position & MASK;
                Object taking = values[index];
                values[index] = null;
                position++;
                if (taking instanceof Signal signal) {
                    signal.note(watermark);
                    watermark.tell(output);
                } else {
                    records++;
                    @SuppressWarnings("unchecked") // all but signals come from put(T, long)
                    T value = (T) taking;
                    output.collect(value, timestamps[index]);
                }
            }
        } finally {
            TAKEN.setVolatile(this, position);
            Thread waiting = putter;
            if (waiting != null) {
                LockSupport.unpark(waiting);
            }
        }
        return (int) (position - first);
    }

    /** Returns how many records and signals were put so far. Taking thread. */
    long collected() {
        return (long) PUT.getAcquire(this);
    }

    /** Returns how many records and signals were taken. Taking thread. */
    long taken() {
        return taken;
    }

    /** Returns how many records were taken. Taking thread. */
    long records() {
        return records;
    }

    /** Returns whether nothing is there to take, and asks for a wake-up when that changes. Taking thread. */
    boolean isEmpty() {
        takerWaits = true;
        return (long) PUT.getVolatile(this) == taken;
    }

    /** Lets go of the putting thread: what it still puts is dropped. Taking thread. */
    void close() {
        closed = true;
        LockSupport.unpark(putter);
    }
}
