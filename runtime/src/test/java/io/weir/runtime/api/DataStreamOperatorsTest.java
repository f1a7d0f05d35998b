package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.DataStream;
import io.weir.datastream.KeyedStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.RichParallelSourceFunction;
import io.weir.functions.SourceFunction;
import io.weir.tuple.Tuple3;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each operator of the DataStream API does to its records, run in this process through all layers. */
@Timeout(120)
class DataStreamOperatorsTest {
    /** Where sink functions put records, by run; tasks run in this process. */
    private static final ConcurrentHashMap<String, Queue<Long>> SINKS = new ConcurrentHashMap<>();

    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);

    private static <T> List<T> collect(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private List<String> rolling(
            Function<KeyedStream<Tuple3<String, Integer, String>, String>, DataStream<Tuple3<String, Integer, String>>>
                    operator) {
        DataStream<Tuple3<String, Integer, String>> events = environment.fromData(
                Tuple3.of("k", 5, "a"), Tuple3.of("k", 3, "b"), Tuple3.of("k", 9, "c"), Tuple3.of("k", 3, "d"));
        return collect(operator.apply(events.keyBy(event -> event.f0))).stream()
                .map(event -> event.f1 + event.f2)
                .toList();
    }

    @Test
    void whatOneReaderOfABroadcastChangesTheOthersDoNotSee() {
        List<long[]> events = LongStream.range(0, 2_000)
                .mapToObj(index -> new long[] {index, 0})
                .toList();
        List<Long> seen = collect(environment
                .fromCollection(events)
                .broadcast()
                .map(event -> {
                    event[1]++;
                    return event[1];
                })
                .returns(Types.LONG)
                .setParallelism(2));
        assertThat(seen).hasSize(4_000).containsOnly(1L);
    }

    @Test
    void rollingAggregationsEmitEachUpdate() {
        assertThat(rolling(keyed -> keyed.sum(1))).containsExactly("5a", "8a", "17a", "20a");
        assertThat(rolling(keyed -> keyed.sum("f1"))).containsExactly("5a", "8a", "17a", "20a");
        assertThat(rolling(keyed -> keyed.min(1))).containsExactly("5a", "3a", "3a", "3a");
        assertThat(rolling(keyed -> keyed.min("f1"))).containsExactly("5a", "3a", "3a", "3a");
        assertThat(rolling(keyed -> keyed.max(1))).containsExactly("5a", "5a", "9a", "9a");
        assertThat(rolling(keyed -> keyed.max("f1"))).containsExactly("5a", "5a", "9a", "9a");
        assertThat(rolling(keyed -> keyed.minBy(1))).containsExactly("5a", "3b", "3b", "3b");
        assertThat(rolling(keyed -> keyed.minBy("f1"))).containsExactly("5a", "3b", "3b", "3b");
        assertThat(rolling(keyed -> keyed.minBy(1, false))).containsExactly("5a", "3b", "3b", "3d");
        assertThat(rolling(keyed -> keyed.minBy("f1", false))).containsExactly("5a", "3b", "3b", "3d");
        assertThat(rolling(keyed -> keyed.maxBy(1))).containsExactly("5a", "5a", "9c", "9c");
        assertThat(rolling(keyed -> keyed.maxBy("f1", false))).containsExactly("5a", "5a", "9c", "9c");
        assertThat(rolling(keyed -> keyed.reduce((one, other) -> Tuple3.of(one.f0, one.f1 + 1, one.f2 + other.f2))))
                .containsExactly("5a", "6ab", "7abc", "8abcd");
    }

    @Test
    void aSourceFunctionRunsOnceAndAParallelOneInEachInstance() {
        environment.setParallelism(3);
        assertThat(collect(environment.addSource(new ThreeNumbers()).rebalance().map(x -> x * 10)))
                .containsExactlyInAnyOrder(10L, 20L, 30L);
        assertThat(collect(environment.addSource(new OwnNumber()))).containsExactlyInAnyOrder(0L, 1L, 2L);
    }

    @Test
    void severalConsumersOfOneOperatorAllGetItsRecords() {
        String run = UUID.randomUUID().toString();
        Queue<Long> taken = new ConcurrentLinkedQueue<>();
        SINKS.put(run, taken);
        DataStream<Long> numbers = environment.fromSequence(1, 5).map(x -> x);
        numbers.filter(x -> x > 3).addSink((value, context) -> SINKS.get(run).add(value));
        numbers.map(x -> -x).addSink((value, context) -> SINKS.get(run).add(value));
        numbers.rebalance().addSink((value, context) -> SINKS.get(run).add(value * 100));
        environment.execute("tree");
        assertThat(taken).containsExactlyInAnyOrder(4L, 5L, -1L, -2L, -3L, -4L, -5L, 100L, 200L, 300L, 400L, 500L);
    }

    @Test
    void sinksOfTheSameProgramRunWithACollectedStream() {
        String run = UUID.randomUUID().toString();
        Queue<Long> taken = new ConcurrentLinkedQueue<>();
        SINKS.put(run, taken);
        DataStream<Long> numbers = environment.fromSequence(1, 3);
        numbers.addSink((value, context) -> SINKS.get(run).add(value));
        assertThat(collect(numbers.map(x -> x + 10))).containsExactlyInAnyOrder(11L, 12L, 13L);
        assertThat(taken).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void printedRecordsSayWhichTaskPrintedThem() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            environment.fromData("a", "b").print();
            environment.fromData("c").print("id").setParallelism(2);
            environment.execute();
        } finally {
            System.setOut(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .containsSubsequence("a", "b")
                .anyMatch(line -> line.matches("id:[12]> c"));
    }

    @Test
    void aMissingInputIsNamed() {
        assertThatThrownBy(() -> collect(environment.readTextFile("no/such/file.txt")))
                .hasMessageContaining("no/such/file.txt");
    }

    @Test
    void aJobCanBeWatchedAndCanceled() throws Exception {
        environment.fromSequence(1, Long.MAX_VALUE).addSink((value, context) -> {});
        try (var job = environment.executeAsync("endless")) {
            assertThat(job.getJobStatus().get().isTerminal()).isFalse();
            job.cancel().get();
            assertThatThrownBy(() -> job.getJobExecutionResult().get()).hasStackTraceContaining("cancel");
        }
    }

    /** Emits three numbers, once. */
    private static final class ThreeNumbers implements SourceFunction<Long> {
        @Override
        public void run(SourceContext<Long> context) {
            for (long number = 1; number <= 3; number++) {
                context.collect(number);
            }
        }

        @Override
        public void cancel() {
            // It ends by itself.
        }
    }

    /** Emits the number of the instance that it is. */
    private static final class OwnNumber extends RichParallelSourceFunction<Long> {
        @Override
        public void run(SourceContext<Long> context) {
            context.collect((long) getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
        }

        @Override
        public void cancel() {
            // It ends by itself.
        }
    }
}
