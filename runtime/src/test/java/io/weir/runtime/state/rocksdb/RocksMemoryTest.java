package io.weir.runtime.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.MemoryUsageType;
import org.rocksdb.MemoryUtil;

/** State many times larger than the memory of its slot takes no more than that memory, however many databases there are. */
class RocksMemoryTest {
    private static final long MEMORY = 16 << 20;
    private static final int ROWS = 160_000;
    private static final int VALUE = 1_000;

    /** What cannot be given back at once: blocks in use, and a write buffer that is being flushed. */
    private static final long SLACK = MEMORY / 4;

    @TempDir
    private Path directory;

    @Test
    void databasesOfASlotKeepToItsMemory() {
        Random random = new Random(1);
        byte[] value = new byte[VALUE];
        long most = 0;
        try (RocksResources resources = new RocksResources(new RocksResources.Settings(MEMORY, 0.5, 0.1))) {
            List<RocksStore> stores = List.of(open("a", resources), open("b", resources));
            for (int i = 0; i < ROWS; i++) {
                random.nextBytes(value);
                byte[] row = row(i);
                stores.get(i % 2).put(row, row.length, value, VALUE);
                if (i % 1_000 == 0) {
                    read(stores, random.nextInt(i + 1));
                    most = Math.max(most, taken(stores, resources));
                }
            }
            for (int i = 0; i < ROWS; i += 10) {
                read(stores, random.nextInt(ROWS));
                most = i % 1_000 == 0 ? Math.max(most, taken(stores, resources)) : most;
            }
            stores.forEach(RocksStore::release);
        }
        assertThat((long) ROWS * VALUE).isGreaterThan(9 * MEMORY);
        assertThat(most).as("memory taken").isBetween(MEMORY / 4, MEMORY + SLACK);
    }

    private RocksStore open(String name, RocksResources resources) {
        return new RocksStore(
                directory.resolve(name), name, resources, getClass().getClassLoader());
    }

    private static byte[] row(int number) {
        return ByteBuffer.allocate(12)
                .putLong(number * 0x9E3779B97F4A7C15L)
                .putInt(number)
                .array();
    }

    private static void read(List<RocksStore> stores, int number) {
        byte[] row = row(number);
        assertThat(stores.get(number % 2).get(row, row.length)).isNotNull();
    }

    /** What is written is accounted for in the cache, too. */
    private static long taken(List<RocksStore> stores, RocksResources resources) {
        Map<MemoryUsageType, Long> usage = MemoryUtil.getApproximateMemoryUsageByType(
                stores.stream().map(RocksStore::database).toList(), Set.of());
        long written = usage.get(MemoryUsageType.kMemTableTotal);
        long readers = usage.get(MemoryUsageType.kTableReadersTotal);
        return Math.max(resources.used(), written) + readers;
    }
}
