package io.weir.configuration;

import java.util.Locale;

/** Where tasks keep state by key. */
public enum StateBackendType {
    /** As objects on the JVM's heap: the fastest, for what fits into memory. */
    HASHMAP,
    /** In RocksDB databases on local disks, for what does not. */
    ROCKSDB;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
