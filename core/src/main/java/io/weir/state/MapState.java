package io.weir.state;

import java.util.Iterator;
import java.util.Map;

/**
 * A map per key.
 *
 * @param <UK> the type of the map's keys
 * @param <UV> the type of the map's values
 */
public interface MapState<UK, UV> extends State {
    /** Returns the value of a key of the map, or null. */
    UV get(UK key);

    /** Sets the value of a key of the map. */
    void put(UK key, UV value);

    /** Sets the values of several keys of the map. */
    void putAll(Map<UK, UV> map);

    /** Removes a key of the map. */
    void remove(UK key);

    /** Returns whether the map has a key. */
    boolean contains(UK key);

    /** Returns the entries; removing through their iterator, and setting an entry's value, change the state. */
    Iterable<Map.Entry<UK, UV>> entries();

    /** Returns the keys. */
    Iterable<UK> keys();

    /** Returns the values. */
    Iterable<UV> values();

    /** Returns an iterator over {@link #entries}. */
    Iterator<Map.Entry<UK, UV>> iterator();

    /** Returns whether the map has no entry. */
    boolean isEmpty();
}
