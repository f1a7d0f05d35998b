package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.connector.file.FileOutputFormat;
import io.weir.connector.file.FixedLengthInputFormat;
import io.weir.connector.file.FixedLengthRecordFormat;
import io.weir.connector.file.PrimitiveInputFormat;
import io.weir.connector.file.TypeSerializerInputFormat;
import io.weir.connector.file.TypeSerializerOutputFormat;
import io.weir.connector.file.WriteMode;
import io.weir.connector.format.CleanupWhenUnsuccessful;
import io.weir.connector.format.GenericInputSplit;
import io.weir.connector.format.InputFormat;
import io.weir.connector.format.OutputFormat;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Input formats and output formats of programs. */
@Timeout(120)
class FormatsTest {
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

    @TempDir
    Path directory;

    private static ExecutionEnvironment environment(BatchShuffleMode mode) {
        return ExecutionEnvironment.createLocalEnvironment(
                2,
                new Configuration()
                        .set(ExecutionOptions.BATCH_SHUFFLE_MODE, mode)
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 2)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1)));
    }

    private static long failSometimes(long value) {
        if (value == 300 && FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("boom");
        }
        return value;
    }

    private static final class Lines extends FileOutputFormat<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void writeRecord(Long value) throws IOException {
            stream.write((value + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private List<Long> written(Path output) throws IOException {
        List<Long> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).forEach(line -> all.add(Long.valueOf(line)));
            }
        }
        return all.stream().sorted().toList();
    }

    private static List<Long> numbers(long count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void filesAreThereWhenTheJobHasSucceeded() throws IOException {
        for (BatchShuffleMode mode : BatchShuffleMode.values()) {
            Path formatted = directory.resolve(mode + "-formatted");
            Path text = directory.resolve(mode + "-text");
            FAILURES.set(3);
            ExecutionEnvironment environment = environment(mode);
            for (int run = 0; run < 2; run++) {
                var numbers = environment.fromSequence(1, 500).rebalance().map(FormatsTest::failSometimes);
                numbers.write(new Lines(), formatted.toString());
                numbers.writeAsText(text.toString());
                if (run == 0) {
                    assertThatThrownBy(environment::execute).hasMessageContaining("boom");
                    assertThat(directory).isEmptyDirectory();
                    FAILURES.set(2);
                } else {
                    environment.execute();
                    assertThat(FAILURES).hasValue(0);
                }
            }
            assertThat(written(formatted)).isEqualTo(numbers(500));
            assertThat(written(text)).isEqualTo(numbers(500));
            deleteBoth(formatted, text);
        }
    }

    private static void deleteBoth(Path... outputs) throws IOException {
        for (Path output : outputs) {
            try (Stream<Path> files = Files.list(output)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(output);
        }
    }

    @Test
    void whatIsThereStaysUntilItIsReplaced() throws IOException {
        Files.writeString(directory.resolve("old"), "7\n");
        ExecutionEnvironment environment = environment(BatchShuffleMode.AUTOMATIC);
        environment.fromSequence(1, 5).write(new Lines(), directory.toString());
        assertThatThrownBy(environment::execute).hasMessageContaining("exists and is not empty");
        FAILURES.set(3);
        environment
                .fromSequence(1, 500)
                .map(FormatsTest::failSometimes)
                .write(new Lines(), directory.toString(), WriteMode.OVERWRITE);
        assertThatThrownBy(environment::execute).hasMessageContaining("boom");
        assertThat(written(directory)).containsExactly(7L);
        environment.fromSequence(1, 5).write(new Lines(), directory.toString(), WriteMode.OVERWRITE);
        environment.execute();
        assertThat(written(directory)).isEqualTo(numbers(5));
        environment.fromElements(1L).output(new Lines());
        assertThatThrownBy(environment::execute).hasMessageContaining("setOutputFilePath");
    }

    /** Tells what it is asked. */
    private static final class Told implements OutputFormat<Long>, CleanupWhenUnsuccessful {
        private static final long serialVersionUID = 1L;

        private transient String name;

        @Override
        public void open(InitializationContext context) {
            name = context.getTaskNumber() + "/" + context.getNumTasks() + " " + context.getAttemptNumber();
            CALLS.add("open " + name);
        }

        @Override
        public void writeRecord(Long value) {
            failSometimes(value);
        }

        @Override
        public void tryCleanupOnError() {
            CALLS.add("clean " + name);
        }

        @Override
        public void close() {
            CALLS.add("close " + name);
        }
    }

    @Test
    void formatsLearnWhetherTheyHaveSucceeded() {
        CALLS.clear();
        FAILURES.set(1);
        ExecutionEnvironment environment = environment(BatchShuffleMode.AUTOMATIC);
        environment.fromSequence(300, 300).setParallelism(1).output(new Told()).setParallelism(1);
        environment.execute();
        assertThat(CALLS).containsExactly("open 0/1 0", "clean 0/1 0", "close 0/1 0", "open 0/1 1", "close 0/1 1");
    }

    /** As many splits as there are instances; each is a hundred numbers, of which some are left out. */
    private static final class Hundreds implements InputFormat<Long, GenericInputSplit> {
        private static final long serialVersionUID = 1L;

        private transient long next;
        private transient long end;

        @Override
        public GenericInputSplit[] createInputSplits(int minNumSplits) {
            return new GenericInputSplit[] {
                new GenericInputSplit(0, 3), new GenericInputSplit(1, 3), new GenericInputSplit(2, 3)
            };
        }

        @Override
        public void open(GenericInputSplit split) {
            next = split.getSplitNumber() * 100L;
            end = next + 100;
            CALLS.add("open");
        }

        @Override
        public boolean reachedEnd() {
            return next == end;
        }

        @Override
        public Long nextRecord(Long reuse) {
            long value = next++;
            return value % 2 == 0 ? null : value;
        }

        @Override
        public void close() {
            CALLS.add("close");
        }
    }

    @Test
    void formatsReadSplits() {
        CALLS.clear();
        assertThat(environment(BatchShuffleMode.AUTOMATIC).createInput(new Hundreds()).collect().stream()
                        .sorted())
                .isEqualTo(LongStream.range(0, 300)
                        .filter(number -> number % 2 == 1)
                        .boxed()
                        .toList());
        assertThat(CALLS).hasSize(6);
    }

    @Test
    void primitivesAreRead() throws IOException {
        ExecutionEnvironment environment = environment(BatchShuffleMode.AUTOMATIC);
        Path lines = Files.writeString(directory.resolve("lines"), "1\r\n22\r\n 333\n4");
        assertThat(environment
                        .readFileOfPrimitives(lines.toString(), Integer.class)
                        .collect())
                .containsExactlyInAnyOrder(1, 22, 333, 4);
        assertThatThrownBy(() -> environment
                        .readFileOfPrimitives(lines.toString(), Boolean.class)
                        .collect())
                .hasMessageContaining("is no Boolean");
        assertThatThrownBy(() -> environment.readFileOfPrimitives(lines.toString(), Object.class))
                .hasMessageContaining("cannot read a java.lang.Object");
        // Splits of every size begin at every byte, also in the middle of a delimiter.
        for (String delimiter : List.of("-;", "--")) {
            String words = String.join(delimiter, "a", "b", "c-d", "", "e", "", "eee", "\u00e4", "");
            Path file = Files.writeString(directory.resolve("words"), words);
            for (int size = 1; size <= words.length() + 1; size++) {
                PrimitiveInputFormat<String> format = new PrimitiveInputFormat<>(String.class);
                format.setDelimiter(delimiter);
                format.setGreatestSplit(size);
                assertThat(environment.readFile(format, file.toString()).collect())
                        .as("parts of %d bytes", size)
                        .containsExactlyInAnyOrder("a", "b", "c-d", "", "e", "", "eee", "\u00e4");
            }
        }
    }

    private static final class Longs extends FixedLengthInputFormat<Long> {
        private static final long serialVersionUID = 1L;

        Longs() {
            super(8);
        }

        @Override
        protected Long readRecord(byte[] bytes) {
            return ByteBuffer.wrap(bytes).getLong();
        }
    }

    @Test
    void recordsOfFixedLengthAreRead() throws IOException {
        ExecutionEnvironment environment = environment(BatchShuffleMode.AUTOMATIC);
        ByteBuffer bytes = ByteBuffer.allocate(8 * 1_000);
        numbers(1_000).forEach(bytes::putLong);
        Path file = Files.write(directory.resolve("longs"), bytes.array());
        for (int size : new int[] {501, 800, 7_999, 10_000}) {
            Longs format = new Longs();
            format.setGreatestSplit(size);
            assertThat(environment.readFile(format, file.toString()).collect().stream()
                            .sorted())
                    .isEqualTo(numbers(1_000));
        }
        assertThat(environment
                        .readFile(new FixedLengthRecordFormat(4_000), file.toString())
                        .map(record -> record.length)
                        .collect())
                .containsExactly(4_000, 4_000);
        assertThatThrownBy(() -> environment
                        .readFile(new FixedLengthRecordFormat(3_000), file.toString())
                        .count())
                .hasMessageContaining("in the middle of a record of 3000 bytes, which begins at byte 6000");
    }

    @Test
    void serializedRecordsAreRead() throws IOException {
        ExecutionEnvironment environment = environment(BatchShuffleMode.AUTOMATIC);
        TypeInformation<Tuple2<Long, String>> type = Types.TUPLE(Types.LONG, Types.STRING);
        String output = directory.resolve("serialized").toString();
        environment
                .fromSequence(1, 50_000)
                .map(number -> Tuple2.of(number, "v" + number % 7))
                .returns(type)
                .write(new TypeSerializerOutputFormat<>(type), output);
        environment.execute();
        List<Tuple2<Long, String>> read = environment
                .readFile(new TypeSerializerInputFormat<>(type), output)
                .collect();
        assertThat(read).hasSize(50_000).allMatch(record -> record.f1.equals("v" + record.f0 % 7));
        assertThat(new TreeSet<>(read.stream().map(record -> record.f0).toList()))
                .hasSize(50_000);
        Path part = directory.resolve("serialized/part-00000");
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2]++;
        Files.write(part, bytes);
        assertThatThrownBy(() -> environment
                        .readFile(new TypeSerializerInputFormat<>(type), output)
                        .count())
                .hasMessageContaining("part-00000 is damaged");
        Files.writeString(part, "something else");
        assertThatThrownBy(() -> environment
                        .readFile(new TypeSerializerInputFormat<>(type), output)
                        .count())
                .hasMessageContaining("was not written by");
    }
}
