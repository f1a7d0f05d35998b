package io.weir.runtime.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RowCacheTest {
    private static final byte[] NONE = new byte[0];

    /** What a cache knows is what a map knows that forgets nothing. */
    @Property(tries = 300)
    void knowsNothingThatIsNotSo(@ForAll long seed) {
        Random random = new Random(seed);
        RowCache cache = new RowCache(256 << random.nextInt(6));
        List<RowCache.OfDatabase> databases = List.of(cache.open(), cache.open());
        List<Map<List<Byte>, byte[]>> rows = List.of(new HashMap<>(), new HashMap<>());
        byte[] value = new byte[RowCache.LARGEST_VALUE];
        int keys = 1 + random.nextInt(60);
        for (int i = 0; i < 2_000; i++) {
            int which = random.nextInt(2);
            RowCache.OfDatabase database = databases.get(which);
            Map<List<Byte>, byte[]> known = rows.get(which);
            byte[] row = row(random.nextInt(keys));
            List<Byte> key = list(row);
            switch (random.nextInt(20)) {
                case 0 -> {
                    database.remove(row, row.length);
                    known.remove(key);
                }
                case 1 -> {
                    database.putAbsent(row, row.length);
                    known.put(key, NONE);
                }
                case 2 -> {
                    if (random.nextInt(50) == 0) {
                        database.clear();
                        known.clear();
                    }
                }
                case 3, 4, 5, 6 -> {
                    byte[] written = new byte[1 + random.nextInt(random.nextInt(5) == 0 ? 400 : 20)];
                    random.nextBytes(written);
                    database.put(row, row.length, written, written.length);
                    known.put(key, written);
                }
                default -> {
                    int size = database.get(row, row.length, value);
                    if (size == RowCache.ABSENT) {
                        assertThat(known.get(key)).isSameAs(NONE);
                    } else if (size != RowCache.UNKNOWN) {
                        assertThat(Arrays.copyOf(value, size)).isEqualTo(known.get(key));
                    }
                }
            }
        }
    }

    /** Of different lengths, some of which only differ in that. */
    private static byte[] row(int number) {
        byte[] row = new byte[4 + number % 13];
        row[0] = (byte) (number / 26);
        return row;
    }

    private static List<Byte> list(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        return Arrays.asList(boxed);
    }

    @Test
    void remembersWhatFits() {
        RowCache.OfDatabase rows = new RowCache(1 << 20).open();
        byte[] value = new byte[RowCache.LARGEST_VALUE];
        int known = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] row = {(byte) i, (byte) (i >>> 8), (byte) (i >>> 16), 0, 0, 0, 0, 0, 0, 1};
            rows.put(row, row.length, row, 8);
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] row = {(byte) i, (byte) (i >>> 8), (byte) (i >>> 16), 0, 0, 0, 0, 0, 0, 1};
            known += rows.get(row, row.length, value) == 8 ? 1 : 0;
        }
        // Half of the memory is enough for all; some buckets are full nevertheless.
        assertThat(known).isGreaterThan(19_000);
    }
}
