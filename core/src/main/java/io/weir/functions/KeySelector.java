package io.weir.functions;

/** Extracts from a value the key that it is grouped or partitioned by. */
@FunctionalInterface
public interface KeySelector<T, K> extends Function {
    /**
     * Extracts the key. It must be deterministic and the key must have a stable hash.
     *
     * @param value the value
     * @return its key
     * @throws Exception any failure; it fails the task
     */
    K getKey(T value) throws Exception;
}
