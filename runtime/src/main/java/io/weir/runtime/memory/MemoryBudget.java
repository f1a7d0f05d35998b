package io.weir.runtime.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * What one operator may take of the managed memory. Refusal is no error: whoever is refused writes to disk what it
 * holds. One thread owns it; closing gives all back.
 */
public final class MemoryBudget implements AutoCloseable {
    private final MemoryManager manager;
    private final int limit;
    private final List<MemorySegment> taken = new ArrayList<>();

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

    /** Returns how many pages are taken. */
    public int used() {
        return taken.size();
    }

    /** Takes a page; returns null if there is none left. */
    public MemorySegment tryTake() {
        if (taken.size() >= limit) {
            return null;
        }
        MemorySegment segment = manager.tryTake();
        if (segment != null) {
            taken.add(segment);
        }
        return segment;
    }

    /** Gives all pages back; nobody may use them any more. */
    @Override
    public void close() {
        manager.giveBack(taken);
        taken.clear();
    }
}
