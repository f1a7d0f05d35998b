package io.weir.runtime.state;

import io.weir.state.KeyedStateStore;
import io.weir.types.TypeInformation;

/**
 * The keyed state of one operator instance. The operator sets the key of each record, and all states are then those of
 * that key. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
public interface KeyedStateBackend<K> extends AutoCloseable {
    /** Makes a key the current one. */
    void setCurrentKey(K key);

    /**
     * Returns whether there is so much state that it pays to announce keys by {@link #expect} before they become the
     * current one.
     */
    boolean wantsToExpect();

    /**
     * Begins to fetch the state of a key that will soon be the current one. Keys that are announced one after the other are
     * fetched at the same time, where each by itself would have to be waited for.
     *
     * @param key the key; one that does not belong to the instance is left out
     */
    void expect(K key);

    /** Returns the current key. */
    K currentKey();

    /** Returns the type of the keys. */
    TypeInformation<K> keyType();

    /** Returns the key groups of the instance. */
    KeyGroupRange keyGroups();

    /** Returns what gives states that have one value per key. */
    KeyedStateStore states();

    /**
     * Returns what gives states that have one value per key and namespace, such as a window.
     *
     * @param name the name of the store, unique within the operator
     * @param namespaceType the type of the namespaces
     * @param <N> the type of the namespaces
     * @return the store
     */
    <N> NamespacedStateStore<N> namespaced(String name, TypeInformation<N> namespaceType);

    /**
     * Lets something else that is kept by key be part of captures, and gives it back what it kept in the capture that the
     * operator started from.
     *
     * @param part what is kept
     */
    void attach(KeyedPart part);

    /**
     * Does something for each key that has state, with the key as the current one.
     *
     * @param action what to do; it may change the state of its key
     * @throws Exception what the action throws
     */
    void forEachKey(KeyAction<K> action) throws Exception;

    /**
     * Returns all that is kept as it is now, in a time that does not depend on the number of keys.
     *
     * @param portable whether any backend must be able to start from it; else it may hold files of the backend's own
     * @return the capture
     */
    KeyedCapture capture(boolean portable);

    @Override
    void close();

    /**
     * What to do for a key.
     *
     * @param <K> the type of the key
     */
    interface KeyAction<K> {
        /** Does it. */
        void apply(K key) throws Exception;
    }
}
