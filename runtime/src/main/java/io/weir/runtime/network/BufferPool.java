package io.weir.runtime.network;

import java.util.ArrayDeque;

/**
 * Keeps byte arrays of frames for reuse: one per TaskManager, used by all its task threads and event loops. It never
 * blocks: what may be under way is bounded by the channels' windows, not by the pool. It counts what is out, so that a
 * test can show that all comes back.
 *
 * <p>The array given back last is taken first: it may still be in a processor's cache.
 */
public final class BufferPool {
    private final int bufferSize;
    private final int maxFree;

    private final Object lock = new Object();

    /** Guarded by the lock. */
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    /** Guarded by the lock. */
    private long outstanding;

    /**
     * Creates an empty pool.
     *
     * @param bufferSize the length of the arrays that are kept
     * @param maxFree how many arrays are kept at most
     */
    public BufferPool(int bufferSize, int maxFree) {
        this.bufferSize = bufferSize;
        this.maxFree = maxFree;
    }

    /** Returns the usual length of an array. */
    public int bufferSize() {
        return bufferSize;
    }

    /** Takes an array of the usual length; its content is arbitrary. */
    public byte[] take() {
        byte[] buffer;
        synchronized (lock) {
            outstanding++;
            buffer = free.pollFirst();
        }
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
        synchronized (lock) {
            outstanding++;
        }
        return new byte[length];
    }

    /**
     * Takes an array back, also one that took the place of the array taken because that was too short.
     *
     * @param buffer the array; only one of the usual length is kept
     */
    public void give(byte[] buffer) {
        synchronized (lock) {
            outstanding--;
            if (buffer.length == bufferSize && free.size() < maxFree) {
                free.addFirst(buffer);
            }
        }
    }

    /** Returns how many arrays were taken and not given back. */
    public long outstanding() {
        synchronized (lock) {
            return outstanding;
        }
    }
}
