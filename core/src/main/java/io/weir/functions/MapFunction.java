package io.weir.functions;

/** Turns each value into exactly one other value. */
@FunctionalInterface
public interface MapFunction<T, O> extends Function {
    /**
     * Turns one value into one other.
     *
     * @param value the input
     * @return the output
     * @throws Exception any failure; it fails the task
     */
    O map(T value) throws Exception;
}
