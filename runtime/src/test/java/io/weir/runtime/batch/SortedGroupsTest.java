package io.weir.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemoryManager;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.order.Ordering;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SortedGroupsTest {
    private static final TypeInformation<List<Integer>> KEY = Types.LIST(Types.INT);
    private static final TypeInformation<Tuple2<List<Integer>, Long>> TYPE = Types.TUPLE(KEY, Types.LONG);

    /** Keys without an order of their own, some of them with equal hashes; groups are changed, or left half-way. */
    @Property(tries = 200)
    void areThoseOfAMap(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Ordering<Tuple2<List<Integer>, Long>> byKey = Ordering.grouping(record -> record.f0, KEY);
        MemoryManager memory = MemoryManager.direct(8 << 15);
        Map<List<Integer>, List<Long>> expected = new HashMap<>();
        Map<List<Integer>, List<Long>> found = new HashMap<>();
        try (ExternalSorter<Tuple2<List<Integer>, Long>> sorter = new ExternalSorter<>(
                new ExternalSorter.Settings<>(
                        TYPE.createSerializer(),
                        byKey.create(),
                        Files.createTempDirectory("groups"),
                        getClass().getClassLoader()),
                new MemoryBudget(memory, memory.pages()))) {
            for (long i = 0, count = random.nextInt(3_000); i < count; i++) {
                // The hash of a list is 31 * first + second, and so on: these collide.
                int first = random.nextInt(20);
                List<Integer> key = List.of(first, random.nextInt(4) * 31 - 31 * first);
                sorter.add(Tuple2.of(key, i));
                expected.computeIfAbsent(key, none -> new ArrayList<>()).add(i);
            }
            SortedGroups<Tuple2<List<Integer>, Long>> groups = new SortedGroups<>(sorter.sorted(), byKey.create());
            while (groups.nextGroup()) {
                List<Integer> key = groups.first().f0;
                Iterator<Tuple2<List<Integer>, Long>> group = groups.group();
                boolean leave = random.nextInt(5) == 0;
                List<Long> values = new ArrayList<>();
                while (group.hasNext() && !(leave && values.size() == 1)) {
                    Tuple2<List<Integer>, Long> record = group.next();
                    values.add(record.f1);
                    record.f0 = List.of();
                }
                assertThat(found.put(key, values)).isNull();
                if (leave) {
                    assertThat(expected.get(key)).containsAll(values);
                    found.put(key, expected.get(key));
                }
            }
        }
        found.values().forEach(values -> values.sort(null));
        expected.values().forEach(values -> values.sort(null));
        assertThat(found).isEqualTo(expected);
    }
}
