package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.SourceFunction;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.TypeHint;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.triggers.CountTrigger;
import io.weir.windowing.triggers.DeltaTrigger;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {
    /** Records are (key, timestamp); each second of 100 has one of each of three keys. */
    private static DataStream<Tuple2<String, Long>> records(StreamExecutionEnvironment environment) {
        return environment.addSource(new Seconds(100)).returns(new TypeHint<Tuple2<String, Long>>() {});
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void tumblingWindowsSumUp(int parallelism) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        List<Tuple2<String, Long>> sums = all(records(environment)
                .map(record -> Tuple2.of(record.f0, 1L))
                .returns(new TypeHint<Tuple2<String, Long>>() {})
                .keyBy(record -> record.f0)
                .window(TumblingEventTimeWindows.of(Duration.ofSeconds(30), Duration.ofSeconds(10)))
                .sum(1));
        // [-20, 10), [10, 40), [40, 70), [70, 100)
        List<Tuple2<String, Long>> expected = new ArrayList<>();
        for (String key : List.of("a", "b", "c")) {
            expected.addAll(
                    List.of(Tuple2.of(key, 10L), Tuple2.of(key, 30L), Tuple2.of(key, 30L), Tuple2.of(key, 30L)));
        }
        assertThat(sums).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void slidingWindowsAggregateAndTellTheirFunctionTheWindow(int parallelism) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        List<Tuple3<String, Long, Long>> counts = all(records(environment)
                .keyBy(record -> record.f0)
                .window(SlidingEventTimeWindows.of(Duration.ofSeconds(50), Duration.ofSeconds(20)))
                .aggregate(new Count(), new WithStart()));
        List<Tuple3<String, Long, Long>> expected = new ArrayList<>();
        for (String key : List.of("a", "b", "c")) {
            for (long start = -40; start < 100; start += 20) {
                expected.add(Tuple3.of(key, start * 1000, Math.min(100, start + 50) - Math.max(0, start)));
            }
        }
        assertThat(counts).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void sessionsGrowTogether() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        List<Tuple3<String, Long, Long>> counts = all(records(environment)
                .filter(record -> record.f1 % 40_000 < 20_000)
                .keyBy(record -> record.f0)
                .window(EventTimeSessionWindows.withGap(Duration.ofSeconds(5)))
                .aggregate(new Count(), new WithStart()));
        List<Tuple3<String, Long, Long>> expected = new ArrayList<>();
        for (String key : List.of("a", "b", "c")) {
            for (long start : new long[] {0, 40_000, 80_000}) {
                expected.add(Tuple3.of(key, start, 20L));
            }
        }
        assertThat(counts).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void countWindowsAndWindowsOfAllRecords() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        DataStream<Tuple2<String, Long>> records = records(environment);
        DataStream<Long> counts = records.keyBy(record -> record.f0)
                .countWindow(40)
                .aggregate(new Count())
                .union(records.windowAll(TumblingEventTimeWindows.of(Duration.ofSeconds(50)))
                        .aggregate(new Count()));
        assertThat(all(counts)).containsExactlyInAnyOrder(40L, 40L, 40L, 40L, 40L, 40L, 150L, 150L);
    }

    @Test
    void countWindowsSlide() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        List<String> windows = all(environment
                .fromSequence(1, 7)
                .countWindowAll(3, 2)
                .<String>apply((window, values, out) -> out.collect(String.valueOf(
                        StreamSupport.stream(values.spliterator(), false).toList()))));
        assertThat(windows).containsExactly("[1, 2]", "[2, 3, 4]", "[4, 5, 6]");
    }

    @Test
    void functionsHaveStateOfTheWindowAndOfTheKey() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        List<Tuple3<String, Long, Long>> fired = all(records(environment)
                .filter(record -> record.f0.equals("a"))
                .keyBy(record -> record.f0)
                .window(TumblingEventTimeWindows.of(Duration.ofSeconds(50)))
                .trigger(CountTrigger.of(25))
                .process(new CountFirings()));
        assertThat(fired)
                .containsExactly(
                        Tuple3.of("a", 1L, 1L), Tuple3.of("a", 2L, 2L), Tuple3.of("a", 1L, 3L), Tuple3.of("a", 2L, 4L));
    }

    @Test
    void windowsJoinAndGroupTwoStreams() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        DataStream<Tuple2<String, Long>> records = records(environment);
        DataStream<Tuple2<String, Long>> some = records.filter(record -> record.f1 % 20_000 == 0);
        DataStream<String> pairs = some.join(records.filter(record -> record.f0.equals("a")))
                .where(record -> record.f0)
                .equalTo(record -> record.f0)
                .window(TumblingEventTimeWindows.of(Duration.ofSeconds(2)))
                .apply((first, second) -> first.f0 + " " + first.f1 + " " + second.f1);
        List<String> expected = new ArrayList<>();
        for (long second = 0; second < 100; second += 20) {
            expected.add("a " + second * 1000 + " " + second * 1000);
            expected.add("a " + second * 1000 + " " + (second + 1) * 1000);
        }
        DataStream<String> groups = some.coGroup(records.filter(record -> record.f0.equals("a")))
                .where(record -> record.f0)
                .equalTo(record -> record.f0)
                .window(TumblingEventTimeWindows.of(Duration.ofSeconds(50)))
                .<String>apply((first, second, out) -> out.collect(count(first) + " and " + count(second)));
        expected.addAll(List.of("3 and 50", "2 and 50", "3 and 0", "2 and 0", "3 and 0", "2 and 0"));
        assertThat(all(pairs.union(groups))).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static long count(Iterable<?> records) {
        return StreamSupport.stream(records.spliterator(), false).count();
    }

    @Test
    void aGlobalWindowIsComputedAtTheEnd() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        assertThat(all(environment
                        .fromSequence(1, 1000)
                        .keyBy(value -> value % 2)
                        .window(GlobalWindows.createWithEndOfStreamTrigger())
                        .reduce(Long::sum)))
                .containsExactlyInAnyOrder(250_000L, 250_500L);
    }

    @Test
    void windowsNeedTimestamps() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        assertThatThrownBy(() -> all(environment
                        .fromSequence(1, 10)
                        .keyBy(value -> value)
                        .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
                        .reduce(Long::sum)))
                .isInstanceOf(WeirException.class)
                .hasStackTraceContaining("assignTimestampsAndWatermarks");
    }

    @Test
    void windowsThatMergeNeedATriggerThatCan() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        assertThatThrownBy(() -> environment
                        .fromSequence(1, 10)
                        .keyBy(value -> value)
                        .window(EventTimeSessionWindows.withGap(Duration.ofSeconds(1)))
                        .trigger(DeltaTrigger.of(1, (first, second) -> 0, Types.LONG))
                        .reduce(Long::sum))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("canMerge");
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private static final class Seconds implements SourceFunction<Tuple2<String, Long>> {
        private static final long serialVersionUID = 1L;

        private final int count;

        Seconds(int count) {
            this.count = count;
        }

        @Override
        public void run(SourceContext<Tuple2<String, Long>> context) {
            for (long second = 0; second < count; second++) {
                for (String key : List.of("a", "b", "c")) {
                    context.collectWithTimestamp(Tuple2.of(key, second * 1000), second * 1000);
                }
            }
        }

        @Override
        public void cancel() {
            // it ends soon by itself
        }
    }

    private static final class Count implements AggregateFunction<Tuple2<String, Long>, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Tuple2<String, Long> value, Long accumulator) {
            return accumulator + 1;
        }

        @Override
        public Long getResult(Long accumulator) {
            return accumulator;
        }

        @Override
        public Long merge(Long first, Long second) {
            return first + second;
        }
    }

    private static final class WithStart
            extends ProcessWindowFunction<Long, Tuple3<String, Long, Long>, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(
                String key, Context context, Iterable<Long> elements, Collector<Tuple3<String, Long, Long>> out) {
            out.collect(Tuple3.of(
                    key, context.window().getStart(), elements.iterator().next()));
        }
    }

    private static final class CountFirings
            extends ProcessWindowFunction<Tuple2<String, Long>, Tuple3<String, Long, Long>, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        private static final ValueStateDescriptor<Long> FIRINGS = new ValueStateDescriptor<>("firings", Long.class);

        @Override
        public void process(
                String key,
                Context context,
                Iterable<Tuple2<String, Long>> elements,
                Collector<Tuple3<String, Long, Long>> out)
                throws Exception {
            out.collect(Tuple3.of(
                    key,
                    increment(context.windowState().getState(FIRINGS)),
                    increment(context.globalState().getState(FIRINGS))));
        }

        private static Long increment(ValueState<Long> state) throws Exception {
            long next = state.value() == null ? 1 : state.value() + 1;
            state.update(next);
            return next;
        }

        @Override
        public void clear(Context context) {
            context.windowState().getState(FIRINGS).clear();
        }
    }
}
