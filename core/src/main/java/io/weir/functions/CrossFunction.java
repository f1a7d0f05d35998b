package io.weir.functions;

/**
 * Makes one result of each pair of a record of one input and a record of the other.
 *
 * @param <IN1> the type of the first records
 * @param <IN2> the type of the second records
 * @param <OUT> the type of the results
 */
@FunctionalInterface
public interface CrossFunction<IN1, IN2, OUT> extends Function {
    /**
     * Takes a pair.
     *
     * @param first a record of the first input
     * @param second a record of the second input
     * @return the result
     * @throws Exception any failure; it fails the task
     */
    OUT cross(IN1 first, IN2 second) throws Exception;
}
