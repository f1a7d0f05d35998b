package io.weir.runtime.network;

import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.MpmcArrayQueue;

/**
 * Keeps byte arrays of frames for reuse: one per TaskManager, used by all its task threads and event loops. It never
 * blocks: what may be under way is bounded by the channels' windows, not by the pool. It counts what is out, so that a
 * test can show that all comes back.
 */
public final class BufferPool {
    private final int bufferSize;
    private final MpmcArrayQueue<byte[]> free;

    /** Written by all threads that take and give; read by tests and metrics. */
    private final LongAdder outstanding = new LongAdder();

    /**
     * Creates an empty pool.
     *
     * @param bufferSize the length of the arrays that are kept
     * @param maxFree how many arrays are kept at most
     */
    public BufferPool(int bufferSize, int maxFree) {
        this.bufferSize = bufferSize;
        this.free = new MpmcArrayQueue<>(Math.max(2, maxFree));
    }

    /** Returns the usual length of an array. */
    public int bufferSize() {
        return bufferSize;
    }

    /** Takes an array of the usual length; its content is arbitrary. */
    public byte[] take() {
        outstanding.increment();
        byte[] buffer = free.poll();
        return buffer != null ? buffer : new byte[bufferSize];
    }

    /**
     * Takes an array for a number of bytes. If they are few it is just as long, so that many small frames take little
     * memory.
     *
     * @param length how long it is at least
     * @return the array; its content is arbitrary
     */
    public byte[] take(int length) {
        if (length <= bufferSize && length >= bufferSize / 4) {
            return take();
        }
        outstanding.increment();
        return new byte[length];
    }

    /**
     * Takes an array back, also one that took the place of the array taken because that was too short.
     *
     * @param buffer the array; only one of the usual length is kept
     */
    public void give(byte[] buffer) {
        outstanding.decrement();
        if (buffer.length == bufferSize) {
            free.offer(buffer);
        }
    }

    /** Returns how many arrays were taken and not given back. */
    public long outstanding() {
        return outstanding.sum();
    }
}
