package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.PATH;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.RecordErrorPolicy;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.datastream.AsyncDataStream;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.CoMapFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.ProcessFunction;
import io.weir.functions.SinkFunction;
import io.weir.functions.async.AsyncFunction;
import io.weir.functions.async.ResultFuture;
import io.weir.time.WatermarkStrategy;
import io.weir.util.CloseableIterator;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordErrorsTest {
    /** What the sink function has taken; it lives in this process, and tests run one after the other. */
    private static final Queue<Long> SUNK = new ConcurrentLinkedQueue<>();

    @Test
    void aFailureNamesOperatorSubtaskAndRecord() {
        DataStream<Long> numbers = environment(RecordErrorPolicy.FAIL)
                .fromSequence(1, 10)
                .map(RecordErrorsTest::odd)
                .name("Odd ones");
        assertThatThrownBy(() -> all(numbers))
                .hasStackTraceContaining("java.lang.IllegalStateException: even")
                .hasMessageMatching("(?s).*Operator 'Odd ones' \\([12]/2\\) failed on the record '(2|4|6|8|10)'.*");
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                wrongType("chained", stream -> stream.map(String::length)),
                wrongType("exchange", stream -> stream.rebalance().map(String::length)),
                wrongType("key", stream -> stream.keyBy(String::length).map(String::length)));
    }

    private static Arguments wrongType(String name, Function<DataStream<String>, DataStream<Integer>> then) {
        return Arguments.of(name, then);
    }

    /** Where the types differ that the program says and that its functions have, both are named with the first record. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTypes")
    void aWrongTypeIsNamed(String name, Function<DataStream<String>, DataStream<Integer>> then) {
        DataStream<String> said = environment(RecordErrorPolicy.SKIP)
                .fromSequence(1, 10)
                .map(RecordErrorsTest::<String>asAny)
                .returns(String.class)
                .name("Any");
        assertThatThrownBy(() -> all(then.apply(said)))
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll(
                        "Any", " a java.lang.Long, but the program says that it emits String", "by returns(...)");
    }

    @SuppressWarnings("unchecked") // that is what is tested
    private static <X> X asAny(Long value) {
        return (X) value;
    }

    static Stream<Arguments> operators() {
        return Stream.of(
                operator("map", stream -> stream.map(RecordErrorsTest::odd)),
                operator("filter", stream -> stream.filter(value -> odd(value) > 0)),
                operator(
                        "flatMap",
                        stream -> stream.flatMap((Long value, Collector<Long> out) -> out.collect(odd(value)))),
                operator("process", stream -> stream.process(new Processed())),
                operator("keyBy", stream -> stream.keyBy(value -> value % 3).process(new ProcessedByKey())),
                operator("reduce", stream -> stream.map(value -> value + 1)
                        .keyBy(value -> 0)
                        .reduce((one, other) -> Math.max(one, odd(other - 1) + 1))
                        .map(value -> value - 1)),
                operator(
                        "connect",
                        stream -> stream.connect(stream).map(new Both()).filter(value -> value > 0)),
                operator("async", stream -> AsyncDataStream.orderedWait(stream, new Requests(), 1, TimeUnit.MINUTES)),
                operator(
                        "timestamps",
                        stream -> stream.assignTimestampsAndWatermarks(WatermarkStrategy.<Long>forMonotonousTimestamps()
                                .withTimestampAssigner((value, before) -> odd(value)))));
    }

    private static Arguments operator(String name, Function<DataStream<Long>, DataStream<Long>> operator) {
        return Arguments.of(name, operator);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void skippingDropsTheRecordsThatFail(String name, Function<DataStream<Long>, DataStream<Long>> operator) {
        DataStream<Long> numbers =
                operator.apply(environment(RecordErrorPolicy.SKIP).fromSequence(1, 19));
        List<Long> results = all(numbers);
        if (name.equals("reduce")) {
            // The first record is combined with nothing, so that it may be an even one.
            assertThat(results).contains(19L).doesNotContain(0L);
            assertThat(results.stream().filter(value -> value % 2 == 0).count()).isLessThanOrEqualTo(1);
        } else {
            assertThat(results).containsExactlyInAnyOrder(1L, 3L, 5L, 7L, 9L, 11L, 13L, 15L, 17L, 19L);
        }
    }

    @Test
    void skippingInASinkFunction() throws Exception {
        SUNK.clear();
        StreamExecutionEnvironment environment = environment(RecordErrorPolicy.FAIL);
        environment.fromSequence(1, 6).addSink(new Sink()).setRecordErrorPolicy(RecordErrorPolicy.SKIP);
        environment.execute("sink");
        assertThat(SUNK).containsExactlyInAnyOrder(1L, 3L, 5L);
    }

    @Test
    void whatFailsFurtherDownIsNotSkippedFurtherUp() {
        DataStream<Long> numbers = environment(RecordErrorPolicy.FAIL)
                .fromSequence(1, 4)
                .flatMap((Long value, Collector<Long> out) -> out.collect(value))
                .returns(Long.class)
                .setRecordErrorPolicy(RecordErrorPolicy.SKIP)
                .map(RecordErrorsTest::odd)
                .name("Odd ones");
        assertThatThrownBy(() -> all(numbers)).hasMessageContaining("Operator 'Odd ones'");
    }

    /** A full disk would cost all records until there is room again. */
    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"STORAGE", "RESOURCES", "EXCHANGE", "UNREACHABLE"})
    void whatIsNotTheRecordsFaultIsNotSkipped(ErrorCode code) {
        DataStream<Long> numbers = environment(RecordErrorPolicy.SKIP)
                .fromSequence(1, 4)
                .map(value -> {
                    if (value == 3) {
                        throw new WeirException(code, "The disk is full.");
                    }
                    return value;
                })
                .returns(Long.class);
        assertThatThrownBy(() -> all(numbers)).hasMessageContaining("The disk is full.");
    }

    @Test
    void deadLettersAreWrittenToFiles(@TempDir Path directory) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.RECORD_ERRORS_POLICY, RecordErrorPolicy.DEAD_LETTER);
        configuration.set(CoreOptions.RECORD_ERRORS_DIRECTORY, directory.toString());
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        List<Long> results = all(environment
                .fromSequence(1, 5)
                .map(value -> "\"" + value + "\"\n")
                .map(text -> odd(Long.parseLong(text.substring(1, 2))))
                .name("Odd ones"));
        assertThat(results).containsExactlyInAnyOrder(1L, 3L, 5L);
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.getFileName().toString())
                        .startsWith("Odd_ones-")
                        .endsWith(".jsonl");
                lines.addAll(Files.readAllLines(file));
            }
        }
        lines.sort(null);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith(
                        "{\"record\": \"\\\"2\\\"\\u000a\", \"timestamp\": null, \"operator\": \"Odd ones\", \"subtask\": ")
                .contains("\"parallelism\": 2, \"attempt\": 0, \"failedAt\": \"")
                .contains("\"error\": \"java.lang.IllegalStateException: even\", \"stackTrace\": \"java.lang.Ill")
                .endsWith("\"}");
    }

    /** So many keys that a combiner looks those of several records up together. */
    @Test
    void deadLettersOfACombinerNameThePlaceOfTheRecord(@TempDir Path directory, @TempDir Path input)
            throws IOException {
        Path numbers = input.resolve("numbers");
        Files.write(
                numbers,
                LongStream.rangeClosed(10_001, 30_100).mapToObj(Long::toString).toList());
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.RECORD_ERRORS_POLICY, RecordErrorPolicy.DEAD_LETTER);
        configuration.set(CoreOptions.RECORD_ERRORS_DIRECTORY, directory.toString());
        List<Long> results = ExecutionEnvironment.createLocalEnvironment(2, configuration)
                .readTextFile(numbers.toString())
                .setParallelism(1)
                .map(Long::parseLong)
                .setParallelism(1)
                .groupBy(value -> Math.min(value, 30_000))
                .reduce((one, other) -> odd(other == 30_010 ? 2 : 1) * Math.max(one, other))
                .collect();
        assertThat(results).hasSize(20_000).contains(30_100L);
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement(PATH)
                    .content()
                    .contains("{\"record\": \"30010\"", "\"position\": \"byte " + 20_009 * 6 + " of file:");
        }
    }

    @Test
    void deadLettersNeedADirectory() {
        DataStream<Long> numbers = environment(RecordErrorPolicy.DEAD_LETTER).fromSequence(1, 2);
        assertThatThrownBy(() -> all(numbers))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("pipeline.record-errors.directory does not say where");
    }

    private static StreamExecutionEnvironment environment(RecordErrorPolicy policy) {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.RECORD_ERRORS_POLICY, policy);
        return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    }

    private static long odd(long value) {
        if (value % 2 == 0) {
            throw new IllegalStateException("even");
        }
        return value;
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private static final class Processed extends ProcessFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) {
            out.collect(odd(value));
        }
    }

    private static final class ProcessedByKey extends KeyedProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) {
            out.collect(odd(value));
        }
    }

    private static final class Both implements CoMapFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map1(Long value) {
            return odd(value);
        }

        @Override
        public Long map2(Long value) {
            return -odd(value);
        }
    }

    private static final class Requests implements AsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) {
            if (input % 4 == 0) {
                result.completeExceptionally(new IOException("four"));
            } else {
                result.complete(List.of(odd(input)));
            }
        }
    }

    private static final class Sink implements SinkFunction<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void invoke(Long value, Context context) {
            SUNK.add(odd(value));
        }
    }
}
