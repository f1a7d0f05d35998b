package io.weir.runtime.iteration;

import io.weir.runtime.operators.OutputRoom;

/** The operator that an iteration begins with. The task's thread makes all calls. */
public interface LoopHead {
    /** What the operator gives out next. */
    enum Step {
        /** What it was given as input, to the first superstep. */
        FIRST,
        /** What the superstep before has made, to the next one. */
        NEXT,
        /** What the last superstep has made, to those who take the result. */
        RESULT
    }

    /**
     * Gets ready to give records out.
     *
     * @param step which
     * @throws Exception any failure; it fails the task
     */
    void begin(Step step) throws Exception;

    /**
     * Gives some records out, as long as there is room; never waits.
     *
     * @param room whether there is room
     * @return whether these were the last
     * @throws Exception any failure; it fails the task
     */
    boolean emit(OutputRoom room) throws Exception;
}
