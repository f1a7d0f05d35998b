package io.weir.functions;

/**
 * Makes any number of results of each pair of records that belong together.
 *
 * @param <IN1> the type of the first records
 * @param <IN2> the type of the second records
 * @param <OUT> the type of the results
 */
@FunctionalInterface
public interface FlatJoinFunction<IN1, IN2, OUT> extends Function {
    /**
     * Joins two records.
     *
     * @param first a record of the first input
     * @param second a record of the second input
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void join(IN1 first, IN2 second, Collector<OUT> out) throws Exception;
}
