package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.RichMapFunction;
import io.weir.state.AggregatingState;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.CheckpointListener;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.time.WatermarkStrategy;
import io.weir.types.Types;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that keeps every kind of state, with and without a time to live, with timers and windows, and what its results
 * are. They only ever grow, so that the largest of each is the last, whatever order they come in.
 */
final class EveryKindOfState {
    private static final int KEYS = 13;
    private static final int WINDOW = 500;

    /** The largest result of each name; written by the sinks, read by the test. */
    private static final Map<String, Long> RESULTS = new ConcurrentHashMap<>();

    private static final AtomicInteger FAILURES = new AtomicInteger();

    private EveryKindOfState() {}

    static void reset() {
        RESULTS.clear();
        FAILURES.set(0);
    }

    static int failures() {
        return FAILURES.get();
    }

    /** Waits until so many records have been counted. */
    static void awaitResults(long records) {
        Eventually.until("results come", () -> sumOf("/count") >= records);
    }

    private static long sumOf(String kind) {
        return RESULTS.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(kind))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** A result. */
    public record Result(String name, long value) {}

    static void build(StreamExecutionEnvironment env, long records, int failures) {
        var numbers = env.fromSequence(1, records)
                .uid("numbers")
                .map(new Disturbed(failures))
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Long>forBoundedOutOfOrderness(Duration.ofMillis(records))
                                .withTimestampAssigner((value, before) -> value));
        numbers.keyBy(EveryKindOfState::keyOf)
                .process(new Kinds())
                .uid("kinds")
                .addSink((result, context) -> note(result));
        numbers.keyBy(EveryKindOfState::keyOf)
                .window(TumblingEventTimeWindows.of(Duration.ofMillis(WINDOW)))
                .process(new Listing())
                .uid("listing")
                .addSink((result, context) -> note(result));
        numbers.keyBy(EveryKindOfState::keyOf)
                .window(SlidingEventTimeWindows.of(Duration.ofMillis(WINDOW), Duration.ofMillis(WINDOW / 5)))
                .aggregate(new Summing(), new Naming())
                .uid("slices")
                .addSink((result, context) -> note(result));
        numbers.map(value -> new Result("reduced/" + keyOf(value), value))
                .keyBy(Result::name)
                .reduce((first, second) -> new Result(first.name(), first.value() + second.value()))
                .uid("reduced")
                .addSink((result, context) -> note(result));
    }

    private static void note(Result result) {
        RESULTS.merge(result.name(), result.value(), Math::max);
    }

    private static String keyOf(long value) {
        return "key " + value % KEYS;
    }

    /** Compares all results with what they should be. */
    static void check(long records) {
        Map<String, Long> expected = new TreeMap<>();
        for (long value = 1; value <= records; value++) {
            String key = keyOf(value);
            expected.merge(key + "/count", 1L, Long::sum);
            expected.merge(key + "/sum", value, Long::sum);
            expected.merge(key + "/average", value, Long::sum);
            expected.merge(key + "/living", 1L, Long::sum);
            expected.merge(key + "/list", 1L, Long::sum);
            expected.merge(key + "/map " + value % 3, value, Long::sum);
            expected.merge("reduced/" + key, value, Long::sum);
            expected.merge(key + "/window " + value / WINDOW * WINDOW, value, Long::sum);
            long step = WINDOW / 5;
            for (long start = value / step * step; start > value - WINDOW; start -= step) {
                expected.merge(key + "/slice " + start, value, Long::sum);
            }
        }
        for (int key = 0; key < KEYS; key++) {
            long timers = 0;
            for (long hundred = 0; hundred <= records / 100; hundred++) {
                boolean any = false;
                for (long value = Math.max(1, hundred * 100);
                        value < hundred * 100 + 100 && value <= records;
                        value++) {
                    any |= value % KEYS == key;
                }
                timers += any ? 1 : 0;
            }
            expected.put("key " + key + "/timers", timers);
        }
        assertThat(new TreeMap<>(RESULTS)).isEqualTo(expected);
    }

    /** Takes its time, and fails some records after checkpoints. */
    private static final class Disturbed extends RichMapFunction<Long, Long> implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final int failures;
        private int recordsToGo = -1;

        Disturbed(int failures) {
            this.failures = failures;
        }

        @Override
        public Long map(Long value) {
            LockSupport.parkNanos(50_000);
            if (recordsToGo >= 0 && --recordsToGo < 0 && FAILURES.incrementAndGet() <= failures) {
                throw new IllegalStateException("disturbed at " + value);
            }
            return value;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (recordsToGo < 0 && FAILURES.get() < failures) {
                recordsToGo = 50;
            }
        }
    }

    /** Adds numbers up. */
    private static final class Summing implements AggregateFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Long value, Long accumulator) {
            return accumulator + value;
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

    /** Names the sum of a window. */
    private static final class Naming extends ProcessWindowFunction<Long, Result, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(String key, Context context, Iterable<Long> sums, Collector<Result> out) {
            out.collect(new Result(
                    key + "/slice " + context.window().getStart(),
                    sums.iterator().next()));
        }
    }

    /** Adds up the records of a window, which are all kept. */
    private static final class Listing extends ProcessWindowFunction<Long, Result, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(String key, Context context, Iterable<Long> values, Collector<Result> out) {
            long sum = 0;
            for (long value : values) {
                sum += value;
            }
            out.collect(new Result(key + "/window " + context.window().getStart(), sum));
        }
    }

    /** Keeps one state of each kind. */
    private static final class Kinds extends KeyedProcessFunction<String, Long, Result> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;
        private transient ValueState<Long> living;
        private transient ValueState<Long> timers;
        private transient ListState<Long> list;
        private transient MapState<Long, Long> map;
        private transient ReducingState<Long> sum;
        private transient AggregatingState<Long, Long> total;

        @Override
        public void open(OpenContext context) {
            var states = getRuntimeContext();
            count = states.getState(new ValueStateDescriptor<>("count", Types.LONG));
            timers = states.getState(new ValueStateDescriptor<>("timers", Types.LONG));
            ValueStateDescriptor<Long> expiring = new ValueStateDescriptor<>("living", Types.LONG);
            expiring.enableTimeToLive(
                    StateTtlConfig.newBuilder(Duration.ofHours(1)).build());
            living = states.getState(expiring);
            ListStateDescriptor<Long> listing = new ListStateDescriptor<>("list", Types.LONG);
            listing.enableTimeToLive(
                    StateTtlConfig.newBuilder(Duration.ofHours(1)).build());
            list = states.getListState(listing);
            map = states.getMapState(new MapStateDescriptor<>("map", Types.LONG, Types.LONG));
            sum = states.getReducingState(new ReducingStateDescriptor<>("sum", Long::sum, Types.LONG));
            total = states.getAggregatingState(new AggregatingStateDescriptor<>("total", new Summing(), Types.LONG));
        }

        @Override
        public void processElement(Long value, Context context, Collector<Result> out) throws Exception {
            String key = context.getCurrentKey();
            long records = orZero(count.value()) + 1;
            count.update(records);
            living.update(orZero(living.value()) + 1);
            list.add(value);
            map.put(value % 3, orZero(map.get(value % 3)) + value);
            sum.add(value);
            total.add(value);
            context.timerService().registerEventTimeTimer(value / 100 * 100 + 99);
            out.collect(new Result(key + "/count", records));
            out.collect(new Result(key + "/living", living.value()));
            out.collect(new Result(key + "/sum", sum.get()));
            out.collect(new Result(key + "/average", total.get()));
            out.collect(new Result(key + "/map " + value % 3, map.get(value % 3)));
            if (records % 50 == 0) {
                emitList(key, out);
            }
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<Result> out) throws Exception {
            long fired = orZero(timers.value()) + 1;
            timers.update(fired);
            out.collect(new Result(context.getCurrentKey() + "/timers", fired));
            emitList(context.getCurrentKey(), out);
        }

        private void emitList(String key, Collector<Result> out) throws Exception {
            long elements = 0;
            for (long ignored : list.get()) {
                elements++;
            }
            out.collect(new Result(key + "/list", elements));
        }

        private static long orZero(Long value) {
            return value == null ? 0 : value;
        }
    }
}
