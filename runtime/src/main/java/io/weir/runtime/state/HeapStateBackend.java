package io.weir.runtime.state;

import io.weir.types.TypeInformation;

/** Keeps state as objects on the JVM's heap. Stateless. */
public final class HeapStateBackend implements StateBackend {
    @Override
    public <K> KeyedStateBackend<K> createKeyedState(TypeInformation<K> keyType, Place place) {
        return new HeapKeyedStateBackend<>(keyType, place);
    }
}
