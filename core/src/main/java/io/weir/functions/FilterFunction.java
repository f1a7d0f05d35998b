package io.weir.functions;

/** Keeps or drops each value. */
@FunctionalInterface
public interface FilterFunction<T> extends Function {
    /**
     * Decides whether a value is kept. It must not change the value.
     *
     * @param value the input
     * @return true to keep it
     * @throws Exception any failure; it fails the task
     */
    boolean filter(T value) throws Exception;
}
