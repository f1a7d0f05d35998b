package io.weir.runtime.state;

import io.weir.types.TypeInformation;

/** Where operators keep state. Stateless; any thread may use it. */
public interface StateBackend {
    /**
     * Makes the keyed state of one operator instance.
     *
     * @param keyType the type of the keys
     * @param groups the key groups of the instance
     * @param <K> the type of the keys
     * @return the state, empty
     */
    <K> KeyedStateBackend<K> createKeyedState(TypeInformation<K> keyType, KeyGroupRange groups);
}
