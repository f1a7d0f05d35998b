package io.weir.state;

/**
 * What to do with the state of each key.
 *
 * @param <K> the type of the key
 * @param <S> the kind of state
 */
@FunctionalInterface
public interface KeyedStateFunction<K, S extends State> {
    /**
     * Takes the state of one key; may change it.
     *
     * @param key the key
     * @param state its state
     * @throws Exception any failure; it fails the task
     */
    void process(K key, S state) throws Exception;
}
