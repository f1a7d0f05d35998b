package io.weir.functions;

/**
 * Turns each record of two connected streams into any number of others.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public interface CoFlatMapFunction<A, B, O> extends Function {
    /**
     * Takes a record of the first input.
     *
     * @param value the record
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void flatMap1(A value, Collector<O> out) throws Exception;

    /**
     * Takes a record of the second input.
     *
     * @param value the record
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void flatMap2(B value, Collector<O> out) throws Exception;
}
