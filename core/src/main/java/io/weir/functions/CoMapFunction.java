package io.weir.functions;

/**
 * Turns each record of two connected streams into one other.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public interface CoMapFunction<A, B, O> extends Function {
    /**
     * Takes a record of the first input.
     *
     * @param value the record
     * @return its result
     * @throws Exception any failure; it fails the task
     */
    O map1(A value) throws Exception;

    /**
     * Takes a record of the second input.
     *
     * @param value the record
     * @return its result
     * @throws Exception any failure; it fails the task
     */
    O map2(B value) throws Exception;
}
