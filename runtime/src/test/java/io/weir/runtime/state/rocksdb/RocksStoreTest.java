package io.weir.runtime.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered in front of a database is what the database has, whatever changes it. */
class RocksStoreTest {
    private static final byte[] ROW = {0, 3, 0, 1, 'k'};

    @TempDir
    private Path directory;

    private static void put(RocksStore store, int value) {
        store.put(ROW, ROW.length, new byte[] {(byte) value}, 1);
    }

    /** Returns the bytes of the row as a number, or -1; asks twice, so that the second answer is a remembered one. */
    private static long get(RocksStore store) {
        store.get(ROW, ROW.length);
        var in = store.get(ROW, ROW.length);
        if (in == null) {
            return -1;
        }
        long value = 0;
        while (!in.end()) {
            value = value << Byte.SIZE | in.readByte();
        }
        return value;
    }

    @Test
    void everyChangeIsSeen() {
        try (RocksResources resources = new RocksResources(new RocksResources.Settings(16 << 20, 0.5, 0.1))) {
            ClassLoader program = getClass().getClassLoader();
            RocksStore store = new RocksStore(directory.resolve("one"), "one", resources, program);
            RocksStore other = new RocksStore(directory.resolve("other"), "other", resources, program);
            assertThat(get(store)).isEqualTo(-1);
            put(store, 1);
            assertThat(get(store)).isEqualTo(1);
            assertThat(get(other)).as("another database").isEqualTo(-1);
            put(other, 7);
            store.append(ROW, ROW.length, new byte[] {2}, 1);
            assertThat(get(store)).isEqualTo(0x102);
            store.delete(ROW, ROW.length);
            assertThat(get(store)).isEqualTo(-1);
            put(store, 3);
            assertThat(get(store)).isEqualTo(3);
            store.deleteState(3, 1);
            assertThat(get(store)).isEqualTo(-1);
            put(store, 4);
            assertThat(get(store)).isEqualTo(4);
            store.deleteGroups(3, 4);
            assertThat(get(store)).isEqualTo(-1);
            assertThat(get(other)).isEqualTo(7);
            store.release();
            other.release();
        }
    }
}
