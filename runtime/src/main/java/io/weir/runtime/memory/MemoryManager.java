package io.weir.runtime.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The managed memory of a process, in pages. Outside the heap, it is taken from the system when it is first asked for, and
 * kept for the next who asks.
 *
 * <p>Threads: any. Life: that of the process's TaskManager.
 */
public final class MemoryManager {
    /** How many pages are taken from the system at once: each piece of direct memory has its own account in the JVM. */
    private static final int SLAB = 128;

    private final int pages;
    private final boolean direct;

    /** Pages that nobody uses. Guarded by this. */
    private final Deque<MemorySegment> free = new ArrayDeque<>();

    /** How many pages there are that somebody uses or that are free. Guarded by this. */
    private int made;

    private MemoryManager(long bytes, boolean direct) {
        this.pages = Math.toIntExact(bytes >> MemorySegment.SIZE_BITS);
        this.direct = direct;
    }

    /**
     * Creates one outside the heap, without taking any memory yet.
     *
     * @param bytes how much there is, rounded down to whole pages
     * @return the memory
     */
    public static MemoryManager direct(long bytes) {
        return new MemoryManager(bytes, true);
    }

    /**
     * Creates one that takes memory of the heap, and leaves it to the heap while nobody uses it.
     *
     * @param bytes how much may be taken, rounded down to whole pages
     * @return the memory
     */
    public static MemoryManager onHeap(long bytes) {
        return new MemoryManager(bytes, false);
    }

    /** Returns how many pages there are, used or not. */
    public int pages() {
        return pages;
    }

    /** Returns how many pages are in use. */
    public synchronized int used() {
        return made - free.size();
    }

    /** Returns a page, or null if all are in use. */
    synchronized MemorySegment tryTake() {
        if (free.isEmpty() && !make()) {
            return null;
        }
        return free.pop();
    }

    synchronized void giveBack(Iterable<MemorySegment> segments) {
        if (direct) {
            segments.forEach(free::push);
        } else {
            segments.forEach(dropped -> made--);
        }
    }

    private boolean make() {
        int count = Math.min(direct ? SLAB : 1, pages - made);
        if (count == 0) {
            return false;
        }
        if (!direct) {
            free.push(new MemorySegment(ByteBuffer.allocate(MemorySegment.SIZE)));
            made++;
            return true;
        }
        ByteBuffer slab = ByteBuffer.allocateDirect(count << MemorySegment.SIZE_BITS);
        for (int i = 0; i < count; i++) {
            free.push(new MemorySegment(slab.slice(i << MemorySegment.SIZE_BITS, MemorySegment.SIZE)));
        }
        made += count;
        return true;
    }
}
