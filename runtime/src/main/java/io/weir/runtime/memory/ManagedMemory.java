package io.weir.runtime.memory;

import java.nio.file.Path;

/**
 * What the operators of a process sort and hash with.
 *
 * @param manager has the pages of the process
 * @param pagesOfSlot how many pages of it those get together that share a slot
 * @param directory where they write what does not fit; need not be there
 */
public record ManagedMemory(MemoryManager manager, int pagesOfSlot, Path directory) {
    /** With less than this an operator does not begin: one page of records, one of their index. */
    private static final int LEAST = 4;

    /**
     * Returns the memory of one operator.
     *
     * @param share its share of the slot's memory
     * @return the budget; the operator closes it
     */
    public MemoryBudget budget(double share) {
        return new MemoryBudget(manager, Math.max(LEAST, (int) (pagesOfSlot * share)));
    }
}
