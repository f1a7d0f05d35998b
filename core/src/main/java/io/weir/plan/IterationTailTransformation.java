package io.weir.plan;

import java.util.List;

/**
 * Where a superstep of an iteration ends.
 *
 * @param settings what the program said beyond the operation
 * @param input what the superstep has made
 * @param iteration the iteration
 * @param role what becomes of it
 * @param <T> the type of the records
 */
public record IterationTailTransformation<T>(
        OperatorSettings<T> settings, Transformation<T> input, Iteration iteration, Role role)
        implements Transformation<T> {
    /** What becomes of the records that a superstep has made. */
    public enum Role {
        /** They are what the next superstep begins with. */
        NEXT,
        /** They are what the next superstep begins with; the iteration ends when there are none. */
        NEXT_UNLESS_EMPTY,
        /** The iteration ends when there are none. */
        TERMINATION,
        /** They replace those of the same keys in the solution set. */
        DELTA;

        /** Returns whether the iteration ends when there are none. */
        public boolean endsWhenEmpty() {
            return this == NEXT_UNLESS_EMPTY || this == TERMINATION;
        }
    }

    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}
