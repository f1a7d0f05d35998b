package io.weir.runtime.state;

/** What holds for keyed state holds for that which starts from files of RocksDB, at any parallelism. */
class RocksFilesPropertiesTest extends RocksKeyedStatePropertiesTest {
    @Override
    boolean isIncremental() {
        return true;
    }
}
