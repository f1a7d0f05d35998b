package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.RecordErrorPolicy;
import io.weir.connector.Boundedness;
import io.weir.connector.SequentialSplitReader;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.Source;
import io.weir.connector.SourceOutput;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.connector.sequence.NumberSequenceSplit;
import io.weir.datastream.AsyncDataStream;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.datastream.WindowedStream;
import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.RichMapFunction;
import io.weir.functions.async.AsyncFunction;
import io.weir.functions.async.AsyncRetryStrategies;
import io.weir.functions.async.ResultFuture;
import io.weir.time.WatermarkStrategy;
import io.weir.util.CloseableIterator;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.Evictor;
import io.weir.windowing.evictors.TimestampedValue;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.triggers.TriggerResult;
import io.weir.windowing.windows.TimeWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The policy for failing records in every kind of operator: the program's code fails on even numbers, of which there are
 * nine, at every place where it is called.
 */
class RecordErrorPolicyTest {
    private static final List<Long> ODD =
            LongStream.rangeClosed(1, 19).filter(x -> x % 2 == 1).boxed().toList();
    private static final int EVEN = 9;

    /** What sinks have taken; it lives in this process, and tests run one after the other. */
    private static final Queue<Long> SUNK = new ConcurrentLinkedQueue<>();

    static Stream<Arguments> operators() {
        return Stream.of(
                operator("map", numbers -> numbers.map(RecordErrorPolicyTest::odd)),
                operator("rich map by key", numbers -> numbers.keyBy(x -> x).map(new RichOdd())),
                operator("key that records are sent by", numbers -> numbers.keyBy(RecordErrorPolicyTest::odd)
                        .map(x -> x)),
                operator("partitioner", numbers -> numbers.partitionCustom(
                                (key, partitions) -> (int) (odd(key) % partitions), x -> x)
                        .map(x -> x)),
                operator("partitioner out of range", numbers -> numbers.partitionCustom(
                                (key, partitions) -> key % 2 == 0 ? -1 : 0, x -> x)
                        .map(x -> x)),
                operator("timer", numbers -> numbers.keyBy(x -> x).process(new Timers())),
                operator("timer of two inputs", numbers -> numbers.keyBy(x -> x)
                        .connect(numbers.filter(x -> false).keyBy(x -> x))
                        .process(new CoTimers())),
                windows("window function", windows -> windows.process(new OddWindows())),
                windows("window trigger", windows -> windows.trigger(new OddTrigger())
                        .process(new Windows())),
                windows("window evictor", windows -> windows.evictor(new OddEvictor())
                        .process(new Windows())),
                windows("sliced window's result", windows -> windows.aggregate(new OddResults())),
                windows("sliced window's function", windows -> windows.reduce(Math::max, new OddWindows())),
                windows(
                        "session's result",
                        EventTimeSessionWindows.withGap(Duration.ofMillis(1)),
                        windows -> windows.aggregate(new OddResults())),
                windows(
                        "session's function",
                        EventTimeSessionWindows.withGap(Duration.ofMillis(1)),
                        windows -> windows.reduce(Math::max, new OddWindows())),
                operator("merge of slices", numbers -> timed(numbers)
                        .flatMap((Long x, Collector<Long> out) -> {
                            out.collect(x * 1_000);
                            out.collect(x * 1_000 + 1);
                        })
                        .returns(Long.class)
                        .assignTimestampsAndWatermarks(WatermarkStrategy.<Long>forMonotonousTimestamps()
                                .withTimestampAssigner((x, before) -> x % 1_000))
                        .keyBy(x -> x / 1_000)
                        .window(SlidingEventTimeWindows.of(Duration.ofMillis(2), Duration.ofMillis(1)))
                        .aggregate(new OddMerges(), new Both())));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                operator(
                        "async",
                        numbers -> AsyncDataStream.unorderedWait(numbers, new Requests(), 1, TimeUnit.MINUTES)),
                operator(
                        "async after retries",
                        numbers -> AsyncDataStream.orderedWaitWithRetry(
                                numbers,
                                new LaterRequests(),
                                1,
                                TimeUnit.MINUTES,
                                10,
                                new AsyncRetryStrategies.FixedDelayRetryStrategyBuilder<Long>(3, 1)
                                        .ifException(failure -> true)
                                        .build())),
                operator(
                        "async's condition for another attempt",
                        numbers -> AsyncDataStream.orderedWaitWithRetry(
                                numbers,
                                new Echo(),
                                1,
                                TimeUnit.MINUTES,
                                10,
                                new AsyncRetryStrategies.FixedDelayRetryStrategyBuilder<Long>(3, 1)
                                        .ifResult(results ->
                                                odd(results.iterator().next()) < 0)
                                        .build())));
    }

    private static Arguments operator(String name, Function<DataStream<Long>, DataStream<Long>> operator) {
        return Arguments.of(name, operator);
    }

    private static Arguments windows(
            String name, Function<WindowedStream<Long, Long, TimeWindow>, DataStream<Long>> operator) {
        return windows(name, TumblingEventTimeWindows.of(Duration.ofMillis(1)), operator);
    }

    private static Arguments windows(
            String name,
            WindowAssigner<Object, TimeWindow> assigner,
            Function<WindowedStream<Long, Long, TimeWindow>, DataStream<Long>> operator) {
        return operator(
                name, numbers -> operator.apply(timed(numbers).keyBy(x -> x).window(assigner)));
    }

    private static DataStream<Long> timed(DataStream<Long> numbers) {
        return numbers.assignTimestampsAndWatermarks(
                WatermarkStrategy.<Long>forMonotonousTimestamps().withTimestampAssigner((x, before) -> x));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"operators", "requests"})
    void thePolicyHolds(String name, Function<DataStream<Long>, DataStream<Long>> operator, @TempDir Path directory) {
        assertThatThrownBy(() -> all(operator.apply(numbers(RecordErrorPolicy.FAIL, directory))))
                .hasStackTraceContaining(" failed on the ")
                .hasStackTraceContaining(name.startsWith("partitioner out") ? "answered -1" : "even");
        assertThat(all(operator.apply(numbers(RecordErrorPolicy.SKIP, directory))))
                .containsExactlyInAnyOrderElementsOf(ODD);
        assertThat(letters(directory)).isEmpty();
        assertThat(all(operator.apply(numbers(RecordErrorPolicy.DEAD_LETTER, directory))))
                .containsExactlyInAnyOrderElementsOf(ODD);
        assertThat(letters(directory)).as("exactly one each").hasSize(EVEN);
    }

    @Test
    void thePolicyHoldsInSources(@TempDir Path directory) {
        assertThatThrownBy(() -> all(parsed(RecordErrorPolicy.FAIL, directory)))
                .hasStackTraceContaining("failed on the record '<")
                .hasStackTraceContaining("even");
        assertThat(all(parsed(RecordErrorPolicy.SKIP, directory))).containsExactlyInAnyOrderElementsOf(ODD);
        assertThat(letters(directory)).isEmpty();
        assertThat(all(parsed(RecordErrorPolicy.DEAD_LETTER, directory))).containsExactlyInAnyOrderElementsOf(ODD);
        assertThat(letters(directory)).hasSize(EVEN).anySatisfy(letter -> assertThat(letter)
                .contains("\"record\": \"<4>\"", "\"source\": \"Source: Parsed\"", "\"split\": \"")
                .contains("\"position\": \"number 4\""));
    }

    @Test
    void thePolicyHoldsInSinks(@TempDir Path directory) throws Exception {
        assertThatThrownBy(() -> sink(RecordErrorPolicy.FAIL, directory))
                .hasStackTraceContaining("failed on the record");
        SUNK.clear();
        sink(RecordErrorPolicy.SKIP, directory);
        assertThat(SUNK).containsExactlyInAnyOrderElementsOf(ODD);
        SUNK.clear();
        sink(RecordErrorPolicy.DEAD_LETTER, directory);
        assertThat(SUNK).containsExactlyInAnyOrderElementsOf(ODD);
        assertThat(letters(directory)).hasSize(EVEN);
    }

    private static void sink(RecordErrorPolicy policy, Path directory) throws Exception {
        StreamExecutionEnvironment environment = environment(policy, directory);
        environment.fromSequence(1, 19).sinkTo(new OddSink());
        environment.execute("sink");
    }

    /** A sink that cannot write at all must not look like one whose records are bad. */
    @Test
    void aSinkThatCannotWriteFails(@TempDir Path directory) {
        StreamExecutionEnvironment environment = environment(RecordErrorPolicy.SKIP, directory);
        environment.fromSequence(1, 19).sinkTo(new FullSink());
        assertThatThrownBy(() -> environment.execute("sink")).hasStackTraceContaining("no space left");
    }

    @Test
    void lettersSayWhereRecordsComeFrom(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("numbers.txt"), "1\n22\nthree\n4\n");
        Path letters = directory.resolve("letters");
        StreamExecutionEnvironment environment = environment(RecordErrorPolicy.DEAD_LETTER, letters);
        DataStream<Long> numbers =
                environment.readTextFile(file.toUri().toString()).map(Long::parseLong);
        assertThat(all(numbers.rebalance().map(RecordErrorPolicyTest::odd))).containsExactly(1L);
        List<String> lines = letters(letters);
        assertThat(lines).hasSize(3);
        assertThat(lines).anySatisfy(letter -> assertThat(letter)
                .contains("\"record\": \"three\"", "\"source\": \"Source: ")
                .containsPattern("\"split\": \"0\", \"position\": \"byte 5 of file:[^\"]*numbers.txt\""));
        assertThat(lines).anySatisfy(letter -> assertThat(letter)
                .contains("\"record\": \"22\"", "\"source\": \"exchange from subtask ")
                .contains("\"split\": null, \"position\": null"));
    }

    private static DataStream<Long> numbers(RecordErrorPolicy policy, Path directory) {
        return environment(policy, directory).fromSequence(1, 19);
    }

    private static DataStream<Long> parsed(RecordErrorPolicy policy, Path directory) {
        return environment(policy, directory).fromSource(new Parsed(), WatermarkStrategy.noWatermarks(), "Parsed");
    }

    private static StreamExecutionEnvironment environment(RecordErrorPolicy policy, Path directory) {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.RECORD_ERRORS_POLICY, policy);
        configuration.set(CoreOptions.RECORD_ERRORS_DIRECTORY, directory.toString());
        return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    }

    private static List<String> letters(Path directory) {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return lines;
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private static long odd(long value) {
        if (value % 2 == 0) {
            throw new IllegalStateException("even");
        }
        return value;
    }

    private static final class RichOdd extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) {
            return odd(value);
        }
    }

    private static final class Timers extends KeyedProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) {
            context.timerService().registerEventTimeTimer(value);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<Long> out) {
            out.collect(odd(context.getCurrentKey()));
        }
    }

    private static final class CoTimers extends KeyedCoProcessFunction<Long, Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement1(Long value, Context context, Collector<Long> out) {
            context.timerService().registerEventTimeTimer(value);
        }

        @Override
        public void processElement2(Long value, Context context, Collector<Long> out) {
            // nothing comes
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<Long> out) {
            out.collect(odd(context.getCurrentKey()));
        }
    }

    private static final class Windows extends ProcessWindowFunction<Long, Long, Long, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(Long key, Context context, Iterable<Long> elements, Collector<Long> out) {
            out.collect(elements.iterator().next());
        }
    }

    private static final class OddWindows extends ProcessWindowFunction<Long, Long, Long, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(Long key, Context context, Iterable<Long> elements, Collector<Long> out) {
            out.collect(odd(elements.iterator().next()));
        }
    }

    private static final class OddTrigger extends Trigger<Object, TimeWindow> {
        private static final long serialVersionUID = 1L;

        private final EventTimeTrigger trigger = EventTimeTrigger.create();

        @Override
        public TriggerResult onElement(Object element, long timestamp, TimeWindow window, TriggerContext context)
                throws Exception {
            return trigger.onElement(element, timestamp, window, context);
        }

        @Override
        public TriggerResult onProcessingTime(long time, TimeWindow window, TriggerContext context) {
            return TriggerResult.CONTINUE;
        }

        @Override
        public TriggerResult onEventTime(long time, TimeWindow window, TriggerContext context) {
            odd(time);
            return trigger.onEventTime(time, window, context);
        }

        @Override
        public void clear(TimeWindow window, TriggerContext context) {
            trigger.clear(window, context);
        }
    }

    private static final class OddEvictor implements Evictor<Object, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void evictBefore(
                Iterable<TimestampedValue<Object>> elements, int size, TimeWindow window, EvictorContext context) {
            odd(window.getStart());
        }

        @Override
        public void evictAfter(
                Iterable<TimestampedValue<Object>> elements, int size, TimeWindow window, EvictorContext context) {
            // they stay
        }
    }

    private static class OddResults implements AggregateFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Long value, Long accumulator) {
            return Math.max(value, accumulator);
        }

        @Override
        public Long getResult(Long accumulator) {
            return odd(accumulator);
        }

        @Override
        public Long merge(Long first, Long second) {
            return Math.max(first, second);
        }
    }

    /** Fails where the slices of a window of an even key are merged. */
    private static final class OddMerges extends OddResults {
        private static final long serialVersionUID = 1L;

        @Override
        public Long getResult(Long accumulator) {
            return accumulator;
        }

        @Override
        public Long merge(Long first, Long second) {
            odd(first / 1_000);
            return -Math.max(first, second);
        }
    }

    /** Lets through the key of a window that was merged of two slices. */
    private static final class Both extends ProcessWindowFunction<Long, Long, Long, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(Long key, Context context, Iterable<Long> elements, Collector<Long> out) {
            if (elements.iterator().next() < 0) {
                out.collect(key);
            }
        }
    }

    private static final class Requests implements AsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) {
            result.complete(List.of(odd(input)));
        }
    }

    private static final class Echo implements AsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) {
            result.complete(List.of(input));
        }
    }

    private static final class LaterRequests implements AsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) {
            Thread other = new Thread(() -> {
                try {
                    result.complete(List.of(odd(input)));
                } catch (IllegalStateException e) {
                    result.completeExceptionally(e);
                }
            });
            other.start();
        }
    }

    /** Takes each record but even ones. */
    private static final class OddSink implements Sink<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public SinkWriter<Long> createWriter(SinkWriterContext context) {
            return new Writer(value -> SUNK.add(odd(value)));
        }
    }

    /** Takes no record. */
    private static final class FullSink implements Sink<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public SinkWriter<Long> createWriter(SinkWriterContext context) {
            return new Writer(value -> {
                throw new IOException("no space left");
            });
        }
    }

    private record Writer(Taker taker) implements SinkWriter<Long> {
        interface Taker {
            void take(long value) throws IOException;
        }

        @Override
        public void write(Long value, long timestamp) throws IOException {
            taker.take(value);
        }

        @Override
        public void flush(boolean endOfInput) {
            // all was taken
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** A sequence that cannot be read where it is even. */
    private static final class Parsed implements Source<Long, NumberSequenceSplit, List<NumberSequenceSplit>> {
        private static final long serialVersionUID = 1L;

        private final NumberSequenceSource numbers = new NumberSequenceSource(1, 19);

        @Override
        public Boundedness getBoundedness() {
            return Boundedness.BOUNDED;
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, List<NumberSequenceSplit>> createEnumerator(
                SplitEnumeratorContext<NumberSequenceSplit> context) {
            return numbers.createEnumerator(context);
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, List<NumberSequenceSplit>> restoreEnumerator(
                SplitEnumeratorContext<NumberSequenceSplit> context, List<NumberSequenceSplit> state) {
            return numbers.restoreEnumerator(context, state);
        }

        @Override
        public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
            return new Reader(context);
        }

        @Override
        public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
            return numbers.getSplitSerializer();
        }

        @Override
        public SimpleVersionedSerializer<List<NumberSequenceSplit>> getEnumeratorCheckpointSerializer() {
            return numbers.getEnumeratorCheckpointSerializer();
        }

        private static final class Reader extends SequentialSplitReader<Long, NumberSequenceSplit> {
            private long next;
            private long last;

            Reader(SourceReaderContext context) {
                super(context);
            }

            @Override
            protected void openSplit(NumberSequenceSplit split) {
                next = split.from();
                last = split.to();
            }

            @Override
            protected boolean readBlock(SourceOutput<Long> output) {
                try {
                    output.collect(odd(next));
                } catch (IllegalStateException e) {
                    output.collectFailure("<" + next + ">", e);
                }
                return ++next <= last;
            }

            @Override
            protected String position() {
                return "number " + next;
            }

            @Override
            protected NumberSequenceSplit remainder(NumberSequenceSplit split) {
                return new NumberSequenceSplit(split.index(), next, last);
            }

            @Override
            protected void closeSplit() {
                // nothing is open
            }
        }
    }
}
