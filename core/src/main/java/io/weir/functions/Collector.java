package io.weir.functions;

/**
 * Takes the outputs of a function. Whoever emits an object gives it up: it must not be changed afterwards.
 *
 * @param <T> the type of the outputs
 */
public interface Collector<T> {
    /**
     * Emits a value.
     *
     * @param value the value
     */
    void collect(T value);

    /** Closes the collector. Functions need not call it. */
    default void close() {}
}
