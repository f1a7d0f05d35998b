package io.weir.functions;

/** Turns each value into zero, one or more other values. */
@FunctionalInterface
public interface FlatMapFunction<T, O> extends Function {
    /**
     * Turns one value into any number of others.
     *
     * @param value the input
     * @param out takes the outputs
     * @throws Exception any failure; it fails the task
     */
    void flatMap(T value, Collector<O> out) throws Exception;
}
