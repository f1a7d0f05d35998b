package io.weir.serialization;

/**
 * Reads values as they were written, maybe by another version of their class. It may hold scratch space: it belongs to
 * one thread.
 *
 * @param <T> what it makes of them
 */
@FunctionalInterface
public interface ValueReader<T> {
    /**
     * Reads a value.
     *
     * @param in where from
     * @return the value
     */
    T read(RecordInput in);
}
