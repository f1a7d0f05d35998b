package io.weir.runtime.task;

/** How a task's thread waits before it lets go of the processor. */
@FunctionalInterface
public interface IdleStrategy {
    /**
     * Waits for a moment.
     *
     * @param round how often it was asked since there was last something to do
     * @return false if it did not wait because it is time to park
     */
    boolean waitBriefly(int round);

    /**
     * Returns the strategy that gives the processor to other threads a number of times first.
     *
     * @param yields how often
     */
    static IdleStrategy yielding(int yields) {
        return round -> {
            if (round >= yields) {
                return false;
            }
            Thread.yield();
            return true;
        };
    }
}
