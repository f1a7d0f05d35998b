package io.weir.runtime.operators;

/** What drives a chain: it does one bounded piece of work at a time. The task's thread makes all calls. */
public interface ChainInput {
    /**
     * Gives the chain some records, as long as there is room for what it emits; never waits.
     *
     * @return whether there was something to do
     * @throws Exception any failure; it fails the task
     */
    boolean step() throws Exception;

    /** Returns whether {@link #step} has something to do. Asked while the task is idle; whoever changes it wakes the task. */
    boolean hasWork();

    /** Returns whether there will be no further record. */
    boolean isFinished();
}
