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
    private final boolean incremental;

    /**
     * Creates it.
     *
     * @param resources memory and options of the databases
     * @param directory where databases are
     * @param incremental whether checkpoints keep files of the databases, and store only those that are new
     */
    public RocksStateBackend(RocksResources resources, Path directory, boolean incremental) {
        this.resources = resources;
        this.directory = directory;
        this.incremental = incremental;
    }

    /** Deletes all databases below a directory, and the directory; nobody uses them any more. */
    public static void deleteAll(Path directory) {
        LocalDirectories.delete(directory);
    }

    @Override
    public <K> KeyedStateBackend<K> createKeyedState(TypeInformation<K> keyType, Place place) {
        RocksStart start = RocksStart.of(directory.resolve(UUID.randomUUID().toString()), place, resources);
        try {
            return new RocksKeyedStateBackend<>(keyType, place, start, incremental);
        } catch (RuntimeException e) {
            start.store().release();
            throw e;
        }
    }
}
