package io.weir.runtime.state;

import io.weir.runtime.state.rocksdb.RocksResources;
import io.weir.runtime.state.rocksdb.RocksStateBackend;
import org.junit.jupiter.api.AfterEach;

/** Files of RocksDB, too, can be started from with changed classes. */
class RocksChangedClassesTest extends ChangedClassesTest {
    private final RocksResources resources = new RocksResources(new RocksResources.Settings(16 << 20, 0.5, 0.1));

    @Override
    StateBackend backend() {
        return new RocksStateBackend(resources, directory.resolve("databases"), true);
    }

    @AfterEach
    void release() {
        resources.close();
    }
}
