package io.weir.testing.operators;

/**
 * Which of an operator's parallel instances a harness runs; it takes the keys of its share of the key groups.
 *
 * @param parallelism how many instances there are
 * @param maxParallelism how many key groups there are
 * @param subtask the instance, from 0
 */
public record OperatorInstance(int parallelism, int maxParallelism, int subtask) {
    private static final int DEFAULT_MAX_PARALLELISM = 128;

    /** The only instance. */
    public static final OperatorInstance SINGLE = new OperatorInstance(1, DEFAULT_MAX_PARALLELISM, 0);

    /** Checks that there is such an instance. */
    public OperatorInstance {
        if (parallelism < 1 || parallelism > maxParallelism || subtask < 0 || subtask >= parallelism) {
            throw new IllegalArgumentException("There is no instance " + subtask + " of " + parallelism
                    + " instances with " + maxParallelism + " key groups.");
        }
    }
}
