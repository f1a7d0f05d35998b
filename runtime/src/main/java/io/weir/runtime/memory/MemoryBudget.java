package io.weir.runtime.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What one operator may take of the managed memory. Refusal is no error: whoever is refused writes to disk what it
 * holds. One thread owns it; closing gives all back.
 */
public final class MemoryBudget implements AutoCloseable {
    private final MemoryManager manager;
    private final int limit;
    private final List<MemorySegment> taken = new ArrayList<>();

    /** Those of the taken ones that can be used again. */
    private final Deque<MemorySegment> spare = new ArrayDeque<>();

    /**
     * Creates a budget of which nothing is used yet.
     *
     * @param manager has the memory
     * @param limit how many pages may be taken
     */
    public MemoryBudget(MemoryManager manager, int limit) {
        this.manager = manager;
        this.limit = limit;
    }

    /** Returns how many pages may be taken at most. */
    public int limit() {
        return limit;
    }

    /** Returns how many pages are in use. */
    public int used() {
        return taken.size() - spare.size();
    }

    /** Takes a page; returns null if there is none left. */
    public MemorySegment tryTake() {
        if (!spare.isEmpty()) {
            return spare.pop();
        }
        if (taken.size() >= limit) {
            return null;
        }
        MemorySegment segment = manager.tryTake();
        if (segment != null) {
            taken.add(segment);
        }
        return segment;
    }

    /**
     * Gives some pages back, for the next who takes some of this budget.
     *
     * @param pages were taken of it
     */
    public void giveBack(List<MemorySegment> pages) {
        spare.addAll(pages);
    }

    /** Gives all pages back; nobody may use them any more. */
    @Override
    public void close() {
        manager.giveBack(taken);
        taken.clear();
        spare.clear();
    }
}
