package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemorySegment;
import java.util.Arrays;

/**
 * Bytes on as many pages as they need, addressed as if they were one array. One thread owns it; the pages stay when it
 * is cleared.
 */
final class Pages {
    private final MemoryBudget budget;

    /** An array, for every access to memory goes through it; {@code count} of it are there. */
    private MemorySegment[] pages = new MemorySegment[8];

    private int count;

    Pages(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Gives all pages back; what was written is gone. */
    void giveBack() {
        budget.giveBack(Arrays.asList(pages).subList(0, count));
        Arrays.fill(pages, 0, count, null);
        count = 0;
    }

    /** Makes sure that there is room up to a position; returns whether there is. */
    boolean reach(long end) {
        while ((long) count << MemorySegment.SIZE_BITS < end) {
            MemorySegment page = budget.tryTake();
            if (page == null) {
                return false;
            }
            if (count == pages.length) {
                pages = Arrays.copyOf(pages, 2 * count);
            }
            pages[count++] = page;
        }
        return true;
    }

    /** Reads a number that does not span two pages. */
    long getLong(long position) {
        return pages[(int) (position >>> MemorySegment.SIZE_BITS)].getLong(within(position));
    }

    /** Writes a number that does not span two pages. */
    void putLong(long position, long value) {
        pages[(int) (position >>> MemorySegment.SIZE_BITS)].putLong(within(position), value);
    }

    void put(long position, byte[] source, int length) {
        int done = 0;
        while (done < length) {
            int index = within(position + done);
            int part = Math.min(length - done, MemorySegment.SIZE - index);
            page(position + done).put(index, source, done, part);
            done += part;
        }
    }

    void get(long position, byte[] target, int length) {
        get(position, target, 0, length);
    }

    void get(long position, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            int index = within(position + done);
            int part = Math.min(length - done, MemorySegment.SIZE - index);
            page(position + done).get(index, target, offset + done, part);
            done += part;
        }
    }

    private MemorySegment page(long position) {
        return pages[(int) (position >>> MemorySegment.SIZE_BITS)];
    }

    private static int within(long position) {
        return (int) position & MemorySegment.SIZE - 1;
    }
}
