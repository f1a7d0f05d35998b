package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.StateBackend;
import io.weir.types.TypeInformation;
import java.nio.file.Path;
import java.util.UUID;

/** Keeps state in RocksDB databases, one per operator instance. Any thread may use it, until its resources are closed. */
public final class RocksStateBackend implements StateBackend {
    private final RocksResources resources;
    private final Path directory;

    /**
     * Creates it.
     *
     * @param resources memory and options of the databases
     * @param directory where databases are
     */
    public RocksStateBackend(RocksResources resources, Path directory) {
        this.resources = resources;
        this.directory = directory;
    }

    @Override
    public <K> KeyedStateBackend<K> createKeyedState(TypeInformation<K> keyType, Place place) {
        Path own = directory.resolve(UUID.randomUUID().toString());
        RocksStore store = new RocksStore(own, resources, place.classLoader());
        try {
            return new RocksKeyedStateBackend<>(keyType, place, store);
        } catch (RuntimeException e) {
            store.release();
            throw e;
        }
    }
}
