package io.weir.state;

import java.util.Map;

/**
 * A map that every instance keeps the same, as the side sees it that must not change it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface ReadOnlyBroadcastState<K, V> extends State {
    /** Returns the value of a key, or null. It must not be changed. */
    V get(K key);

    /** Returns whether there is a value for a key. */
    boolean contains(K key);

    /** Returns all entries, which must not be changed. */
    Iterable<Map.Entry<K, V>> immutableEntries();
}
