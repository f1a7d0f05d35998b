package io.weir.runtime.state;

import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** Keeps state as objects on the JVM's heap. Stateless. */
public final class HeapStateBackend implements StateBackend {
    @Override
    public <K> KeyedStateBackend<K> createKeyedState(TypeInformation<K> keyType, Place place) {
        if (!place.image().files(place.groups()).isEmpty()) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "State by key was kept in files of RocksDB, which the heap cannot be filled from: start from the"
                            + " checkpoint with " + StateBackendOptions.TYPE + ": " + StateBackendType.ROCKSDB
                            + ", take a savepoint, and start from that with " + StateBackendType.HASHMAP + ".");
        }
        return new HeapKeyedStateBackend<>(keyType, place);
    }
}
