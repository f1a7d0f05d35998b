package io.weir.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemoryManager;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple2;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.order.Order;
import io.weir.types.order.Ordering;
import io.weir.types.order.RecordOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExternalSorterTest {
    private static final TypeInformation<Tuple2<Long, String>> TYPE = Types.TUPLE(Types.LONG, Types.STRING);
    private static final Comparator<Tuple2<Long, String>> BY_TEXT = Comparator.<Tuple2<Long, String>, String>comparing(
                    record -> record.f1)
            .reversed();
    private static final Comparator<Tuple2<Long, String>> PLAIN = BY_TEXT.thenComparing(record -> record.f0);

    private static RecordOrder<Tuple2<Long, String>> order() {
        Ordering<Tuple2<Long, String>> text = Ordering.by(FieldAccessor.of(TYPE, 1), Order.DESCENDING);
        return text.then(Ordering.by(FieldAccessor.of(TYPE, 0), Order.ASCENDING))
                .create();
    }

    private static ExternalSorter<Tuple2<Long, String>> sorter(Path directory, MemoryManager memory) {
        return new ExternalSorter<>(
                new ExternalSorter.Settings<>(
                        TYPE.createSerializer(), order(), directory, ExternalSorterTest.class.getClassLoader()),
                new MemoryBudget(memory, memory.pages()));
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("sorter");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Texts of few letters, many of them equal or alike at the beginning. */
    private static List<Tuple2<Long, String>> records(Random random, int count) {
        int lengths = 1 + random.nextInt(20);
        int letters = 1 + random.nextInt(3);
        List<Tuple2<Long, String>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(lengths);
            for (int j = 0; j < length; j++) {
                text.append((char) ('a' + random.nextInt(letters)));
            }
            records.add(Tuple2.of((long) random.nextInt(1 + count / 2), text.toString()));
        }
        switch (random.nextInt(3)) {
            case 0 -> records.sort(PLAIN);
            case 1 -> records.sort(PLAIN.reversed());
            default -> {
                // as they came
            }
        }
        return records;
    }

    @Property(tries = 150)
    void sortsAsTheJdkDoes(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int pages) throws IOException {
        Random random = new Random(seed);
        List<Tuple2<Long, String>> records = records(random, random.nextInt(random.nextBoolean() ? 100 : 20_000));
        MemoryManager memory = MemoryManager.direct((long) pages << 15);
        Path directory = directory();
        List<Tuple2<Long, String>> sorted = new ArrayList<>();
        try (ExternalSorter<Tuple2<Long, String>> sorter = sorter(directory, memory)) {
            records.forEach(sorter::add);
            sorter.sorted().forEachRemaining(sorted::add);
        }
        records.sort(PLAIN);
        assertThat(sorted).isEqualTo(records);
        assertThat(memory.used()).isZero();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void mergesMoreRunsThanFitIntoMemoryAtOnce() {
        MemoryManager memory = MemoryManager.direct(2 << 15);
        try (ExternalSorter<Tuple2<Long, String>> sorter = sorter(directory(), memory)) {
            List<Tuple2<Long, String>> records = records(new Random(7), 50_000);
            records.forEach(sorter::add);
            List<Tuple2<Long, String>> sorted = new ArrayList<>();
            sorter.sorted().forEachRemaining(sorted::add);
            records.sort(PLAIN);
            assertThat(sorted).isEqualTo(records);
            // Two are merged at once: what is written is written again and again.
            assertThat(sorter.spilledBytes()).isGreaterThan(100_000);
        }
    }

    @Test
    void saysThatARecordIsTooLarge() {
        MemoryManager memory = MemoryManager.direct(4 << 15);
        try (ExternalSorter<Tuple2<Long, String>> sorter = sorter(directory(), memory)) {
            sorter.add(Tuple2.of(1L, "small"));
            assertThatThrownBy(() -> sorter.add(Tuple2.of(1L, "x".repeat(200_000))))
                    .hasMessageContaining("does not fit into the memory for sorting")
                    .hasMessageContaining("taskmanager.memory.managed");
        }
    }

    @Test
    void saysThatOthersHaveTakenTheMemory() {
        MemoryManager memory = MemoryManager.direct(4 << 15);
        MemoryBudget others = new MemoryBudget(memory, 4);
        while (others.tryTake() != null) {
            // all that it may have
        }
        try (ExternalSorter<Tuple2<Long, String>> sorter = sorter(directory(), memory)) {
            assertThatThrownBy(() -> sorter.add(Tuple2.of(1L, "small")))
                    .hasMessageContaining("other operators have taken all but 0 of the 4 pages")
                    .hasMessageContaining("taskmanager.memory.managed");
        }
    }

    /** Writes one of the records a single time. */
    private static final class Once extends TypeSerializer<Tuple2<Long, String>> {
        private final TypeSerializer<Tuple2<Long, String>> serializer = TYPE.createSerializer();
        private boolean written;

        Once() {
            super(false, false);
        }

        @Override
        public void serialize(Tuple2<Long, String> value, RecordOutput out) {
            if (value.f0 == 77) {
                if (written) {
                    throw new IllegalStateException("not twice");
                }
                written = true;
            }
            serializer.serialize(value, out);
        }

        @Override
        public Tuple2<Long, String> deserialize(RecordInput in) {
            return serializer.deserialize(in);
        }

        @Override
        public Tuple2<Long, String> copy(Tuple2<Long, String> value) {
            return serializer.copy(value);
        }
    }

    @Test
    void leavesNothingBehindIfItFailsOnItsWayToDisk() throws IOException {
        MemoryManager memory = MemoryManager.direct(4 << 15);
        Path directory = directory();
        ExternalSorter<Tuple2<Long, String>> sorter = new ExternalSorter<>(
                new ExternalSorter.Settings<>(
                        new Once(), order(), directory, ExternalSorterTest.class.getClassLoader()),
                new MemoryBudget(memory, memory.pages()));
        assertThatThrownBy(() -> {
                    for (long i = 0; i < 50_000; i++) {
                        sorter.add(Tuple2.of(i, "record"));
                    }
                })
                .hasMessageContaining("not twice");
        sorter.close();
        assertThat(memory.used()).isZero();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void noticesThatAFileHasChanged() throws IOException {
        MemoryManager memory = MemoryManager.direct(4 << 15);
        Path directory = directory();
        try (ExternalSorter<Tuple2<Long, String>> sorter = sorter(directory, memory)) {
            records(new Random(7), 20_000).forEach(sorter::add);
            try (Stream<Path> files = Files.list(directory)) {
                Path file = files.findFirst().orElseThrow();
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 5] ^= 4;
                Files.write(file, bytes);
            }
            assertThatThrownBy(() -> sorter.sorted().forEachRemaining(record -> {}))
                    .hasMessageContaining("is not as it was written");
        }
    }
}
