package io.weir.runtime.state;

import io.weir.state.KeyedStateStore;
import java.util.Collection;

/**
 * Gives states that have one value per key and namespace. The task's thread owns it.
 *
 * @param <N> the type of the namespaces
 */
public interface NamespacedStateStore<N> extends KeyedStateStore {
    /** Makes a namespace the current one for all states of this store. */
    void setCurrentNamespace(N namespace);

    /**
     * Merges the current key's lists, reductions and aggregates of some namespaces into those of another one. Other kinds
     * of state of the sources are dropped.
     *
     * @param target the namespace that takes all; may have state already
     * @param sources the namespaces that have no state afterwards
     * @throws Exception what a reduce or aggregate function throws
     */
    void merge(N target, Collection<N> sources) throws Exception;

    /** Drops all states of the current key and namespace. */
    void clear();
}
