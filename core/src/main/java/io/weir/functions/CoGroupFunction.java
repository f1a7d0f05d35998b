package io.weir.functions;

/**
 * Makes any number of results of all records of both inputs that belong together.
 *
 * @param <IN1> the type of the first records
 * @param <IN2> the type of the second records
 * @param <O> the type of the results
 */
@FunctionalInterface
public interface CoGroupFunction<IN1, IN2, O> extends Function {
    /**
     * Takes the records that belong together.
     *
     * @param first those of the first input, maybe none
     * @param second those of the second input, maybe none
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void coGroup(Iterable<IN1> first, Iterable<IN2> second, Collector<O> out) throws Exception;
}
