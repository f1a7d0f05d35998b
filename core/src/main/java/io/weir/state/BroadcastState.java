package io.weir.state;

import java.util.Iterator;
import java.util.Map;

/**
 * A map that every instance keeps the same: whatever changes it must depend on the broadcast records alone.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface BroadcastState<K, V> extends ReadOnlyBroadcastState<K, V> {
    /** Sets the value of a key. */
    void put(K key, V value);

    /** Sets the values of several keys. */
    void putAll(Map<K, V> map);

    /** Removes a key. */
    void remove(K key);

    /** Returns an iterator over the entries, which can remove. */
    Iterator<Map.Entry<K, V>> iterator();

    /** Returns the entries. */
    Iterable<Map.Entry<K, V>> entries();
}
