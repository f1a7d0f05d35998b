package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes on as many pages as they need, addressed as if they were one array. One thread owns it; the pages stay when it
 * is cleared.
 */
final class Pages {
    private final MemoryBudget budget;
    private final List<MemorySegment> pages = new ArrayList<>();

    Pages(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Gives all pages back; what was written is gone. */
    void giveBack() {
        budget.giveBack(pages);
        pages.clear();
    }

    /** Makes sure that there is room up to a position; returns whether there is. */
    boolean reach(long end) {
        while ((long) pages.size() << MemorySegment.SIZE_BITS < end) {
            MemorySegment page = budget.tryTake();
            if (page == null) {
                return false;
            }
            pages.add(page);
        }
        return true;
    }

    /** Reads a number that does not span two pages. */
    long getLong(long position) {
        return pages.get((int) (position >>> MemorySegment.SIZE_BITS)).getLong(within(position));
    }

    /** Writes a number that does not span two pages. */
    void putLong(long position, long value) {
        pages.get((int) (position >>> MemorySegment.SIZE_BITS)).putLong(within(position), value);
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
        return pages.get((int) (position >>> MemorySegment.SIZE_BITS));
    }

    private static int within(long position) {
        return (int) position & MemorySegment.SIZE - 1;
    }
}
