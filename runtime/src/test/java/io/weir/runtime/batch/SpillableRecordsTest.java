package io.weir.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemoryManager;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillableRecordsTest {
    private static final TypeInformation<Tuple2<Long, String>> TYPE = Types.TUPLE(Types.LONG, Types.STRING);
    private static final int RECORDS = 5_000;

    @TempDir
    Path directory;

    private final MemoryManager memory = MemoryManager.direct(1 << 15);
    private final List<Tuple2<Long, String>> added = new ArrayList<>();

    private SpillableRecords<Tuple2<Long, String>> filled() {
        SpillableRecords<Tuple2<Long, String>> records = new SpillableRecords<>(
                new RecordFormat<>(
                        TYPE.createSerializer(), directory, getClass().getClassLoader()),
                new MemoryBudget(memory, 1));
        add(records);
        return records;
    }

    private void add(SpillableRecords<Tuple2<Long, String>> records) {
        for (long i = 0; i < RECORDS; i++) {
            Tuple2<Long, String> record = Tuple2.of(i, "record " + i);
            added.add(record);
            records.add(record);
        }
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(memory.used()).isZero();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    /** Half of it may be written when that shows, and those that come next are not to be read from its middle. */
    @Test
    @SuppressWarnings("unchecked") // that the record has another type is what is wrong with it
    void aRecordThatCannotBeWrittenIsLeftOut() throws IOException {
        try (SpillableRecords<Tuple2<Long, String>> records = filled()) {
            assertThat(records.isSpilled()).isTrue();
            Tuple2<Long, ?> wrong = Tuple2.of(7L, 8);
            assertThatThrownBy(() -> records.add((Tuple2<Long, String>) wrong)).isInstanceOf(RuntimeException.class);
            add(records);
            List<Tuple2<Long, String>> read = new ArrayList<>();
            try (RecordSource<Tuple2<Long, String>> all = records.open()) {
                all.forEachRemaining(read::add);
            }
            assertThat(read).isEqualTo(added);
        }
        assertNothingIsLeft();
    }

    @Test
    void whatIsNotReadLeavesNothingBehind() throws IOException {
        filled().close();
        assertNothingIsLeft();
    }
}
