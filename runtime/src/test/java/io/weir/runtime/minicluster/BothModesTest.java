package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.datastream.DataStream;
import io.weir.datastream.KeyedStream;
import io.weir.datastream.SingleOutputStreamOperator;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessFunction;
import io.weir.functions.ProcessJoinFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.RichMapFunction;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.time.Watermark;
import io.weir.time.WatermarkGenerator;
import io.weir.time.WatermarkOutput;
import io.weir.time.WatermarkStrategy;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.windows.TimeWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DataStream programs over random bounded input give the same final results whether they run as streams or as batches, at any
 * parallelism, and with exchanges on disk. Where a stream gives an update for each record, the last of each key counts.
 */
@Timeout(120)
class BothModesTest {
    private static final int DISORDER = 60;
    private static final OutputTag<Event> ODD = new OutputTag<>("odd") {};

    private static MiniCluster cluster;

    /** What happens. */
    record Event(int key, long time, long value) {}

    @BeforeAll
    static void start() {
        Configuration configuration = new Configuration()
                .set(
                        CoreOptions.TEMPORARY_DIRECTORY,
                        Path.of("target", "both-modes").toString());
        cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 2, 2));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void finalResultsAreTheSame(long seed) throws Exception {
        Random random = new Random(seed);
        List<Event> one = events(random);
        List<Event> two = events(random);
        Map<String, List<String>> expected = run(one, two, RuntimeExecutionMode.STREAMING, 1, false);
        assertThat(expected.keySet()).hasSize(21);
        int parallelism = 1 + random.nextInt(4);
        List<Map<String, List<String>>> others = List.of(
                run(one, two, RuntimeExecutionMode.STREAMING, parallelism, false),
                run(one, two, RuntimeExecutionMode.BATCH, parallelism, false),
                run(one, two, RuntimeExecutionMode.AUTOMATIC, 1 + random.nextInt(4), true));
        for (String program : expected.keySet()) {
            for (Map<String, List<String>> other : others) {
                assertThat(other.get(program)).as("%s, seed %d", program, seed).isEqualTo(expected.get(program));
            }
        }
    }

    /** A few hundred events of few keys, out of order by less than the programs know. */
    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        int count = 100 + random.nextInt(300);
        for (int i = 0; i < count; i++) {
            int key = random.nextBoolean() ? 0 : random.nextInt(12);
            events.add(new Event(key, i * 10L + random.nextInt(DISORDER), random.nextInt(1_000) * 1_000L + i));
        }
        return events;
    }

    /** Returns what each program has found, sorted. */
    private static Map<String, List<String>> run(
            List<Event> one, List<Event> two, RuntimeExecutionMode mode, int parallelism, boolean onDisk)
            throws Exception {
        Map<String, List<String>> results = new TreeMap<>();
        Map<String, String> last = new LinkedHashMap<>();
        ClusterExecutor.on(cluster, () -> {
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            env.setParallelism(parallelism).setRuntimeMode(mode);
            env.getConfiguration()
                    .set(
                            ExecutionOptions.BATCH_SHUFFLE_MODE,
                            onDisk ? BatchShuffleMode.ALL_EXCHANGES_BLOCKING : BatchShuffleMode.AUTOMATIC);
            try (CloseableIterator<String> each =
                    programs(timed(env, one), timed(env, two)).executeAndCollect()) {
                each.forEachRemaining(result -> {
                    String[] parts = result.split("\\|", 3);
                    if (parts[0].startsWith("rolling")) {
                        last.put(parts[0] + "|" + parts[1], parts[2]);
                    } else {
                        results.computeIfAbsent(parts[0], none -> new ArrayList<>())
                                .add(result);
                    }
                });
            }
        });
        last.forEach((key, value) -> results.computeIfAbsent(key.split("\\|")[0], none -> new ArrayList<>())
                .add(key + "|" + value));
        results.values().forEach(list -> list.sort(null));
        return results;
    }

    private static DataStream<Event> timed(StreamExecutionEnvironment env, List<Event> events) {
        return env.fromData(events, Types.RECORD(Event.class))
                .assignTimestampsAndWatermarks(WatermarkStrategy.<Event>forGenerator(context -> new OfEachRecord())
                        .withTimestampAssigner((event, before) -> event.time()));
    }

    /** Lets time go on with each record. */
    private static final class OfEachRecord implements WatermarkGenerator<Event> {
        private long newest = Long.MIN_VALUE + DISORDER;

        @Override
        public void onEvent(Event event, long timestamp, WatermarkOutput output) {
            newest = Math.max(newest, timestamp);
            output.emitWatermark(new Watermark(newest - DISORDER));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    private static DataStream<String> programs(DataStream<Event> one, DataStream<Event> two) {
        List<DataStream<String>> all = new ArrayList<>();
        all.addAll(rolling(one));
        all.addAll(windows(one));
        all.addAll(pairs(one, two));
        all.addAll(functions(one, two));
        DataStream<String> results = all.get(0);
        for (DataStream<String> each : all.subList(1, all.size())) {
            results = results.union(each);
        }
        return results;
    }

    private static DataStream<String> named(String program, DataStream<Event> results) {
        return results.map(event -> program + "|" + event.key + "|" + event, Types.STRING);
    }

    private static List<DataStream<String>> rolling(DataStream<Event> events) {
        KeyedStream<Event, Integer> byKey = events.keyBy(Event::key);
        return List.of(
                byKey.reduce((a, b) -> new Event(a.key, Math.max(a.time, b.time), a.value + b.value))
                        .map(event -> "rolling reduce|" + event.key + "|" + event, Types.STRING),
                byKey.sum("value").map(event -> "rolling sum|" + event.key + "|" + event.value, Types.STRING),
                byKey.min("time").map(event -> "rolling min|" + event.key + "|" + event.time, Types.STRING),
                named("rolling maxBy", byKey.maxBy("value")),
                named(
                        "rolling union",
                        events.union(events.filter(event -> event.value % 2 == 0))
                                .keyBy(Event::key)
                                .reduce((a, b) -> new Event(a.key, 0, a.value + b.value))));
    }

    private static List<DataStream<String>> windows(DataStream<Event> events) {
        KeyedStream<Event, Integer> byKey = events.keyBy(Event::key);
        SingleOutputStreamOperator<Event> sums = byKey.window(TumblingEventTimeWindows.of(Duration.ofMillis(200)))
                .reduce((a, b) -> new Event(a.key, Math.min(a.time, b.time), a.value + b.value));
        return List.of(
                named("tumbling", sums),
                named(
                        "windows of windows",
                        sums.keyBy(event -> event.key % 3)
                                .window(TumblingEventTimeWindows.of(Duration.ofMillis(600)))
                                .reduce((a, b) -> new Event(Math.min(a.key, b.key), 0, a.value + b.value))),
                byKey.window(SlidingEventTimeWindows.of(Duration.ofMillis(300), Duration.ofMillis(100)))
                        .aggregate(new Sum(), new Bounds("sliding")),
                byKey.window(EventTimeSessionWindows.withGap(Duration.ofMillis(70)))
                        .aggregate(new Sum(), new Bounds("session")),
                named(
                        "whole",
                        byKey.window(GlobalWindows.createWithEndOfStreamTrigger())
                                .reduce((a, b) -> new Event(a.key, 0, a.value + b.value))),
                named(
                        "all",
                        events.windowAll(TumblingEventTimeWindows.of(Duration.ofMillis(500)))
                                .reduce((a, b) -> new Event(0, 0, a.value + b.value))),
                byKey.map(event -> new Event(event.key, 0, 1), Types.RECORD(Event.class))
                        .keyBy(Event::key)
                        .countWindow(3)
                        .sum("value")
                        .map(event -> "count|" + event.key + "|" + event.value, Types.STRING));
    }

    private static final class Sum implements AggregateFunction<Event, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Event event, Long sum) {
            return sum + event.value;
        }

        @Override
        public Long getResult(Long sum) {
            return sum;
        }

        @Override
        public Long merge(Long one, Long other) {
            return one + other;
        }
    }

    private static final class Bounds extends ProcessWindowFunction<Long, String, Integer, TimeWindow> {
        private static final long serialVersionUID = 1L;

        private final String program;

        Bounds(String program) {
            this.program = program;
        }

        @Override
        public void process(Integer key, Context context, Iterable<Long> sums, Collector<String> out) {
            out.collect(program + "|" + key + "|" + context.window()
                    + sums.iterator().next());
        }
    }

    private static List<DataStream<String>> pairs(DataStream<Event> one, DataStream<Event> two) {
        return List.of(
                one.join(two)
                        .where(Event::key)
                        .equalTo(Event::key)
                        .window(TumblingEventTimeWindows.of(Duration.ofMillis(100)))
                        .apply((a, b) -> "join|" + a.key + "|" + a + b, Types.STRING),
                one.coGroup(two)
                        .where(Event::key)
                        .equalTo(Event::key)
                        .window(EventTimeSessionWindows.withGap(Duration.ofMillis(90)))
                        .apply((a, b, out) -> out.collect("coGroup|" + valuesOf(a) + "|" + valuesOf(b)), Types.STRING),
                one.join(two)
                        .where(Event::key)
                        .equalTo(event -> event.key + 1)
                        .window(GlobalWindows.createWithEndOfStreamTrigger())
                        .apply((a, b) -> "whole join|" + a.value + "|" + b.value, Types.STRING),
                one.keyBy(Event::key)
                        .intervalJoin(two.keyBy(Event::key))
                        .between(Duration.ofMillis(-20), Duration.ofMillis(35))
                        .process(new Near(), Types.STRING));
    }

    private static TreeSet<Long> valuesOf(Iterable<Event> events) {
        TreeSet<Long> values = new TreeSet<>();
        events.forEach(event -> values.add(event.value));
        return values;
    }

    private static final class Near extends ProcessJoinFunction<Event, Event, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Event left, Event right, Context context, Collector<String> out) {
            out.collect("near|" + left + "|" + right + "@" + context.getTimestamp());
        }
    }

    private static List<DataStream<String>> functions(DataStream<Event> one, DataStream<Event> two) {
        SingleOutputStreamOperator<Event> even = one.process(new Divided());
        return List.of(
                named("even", even),
                named("odd", even.getSideOutput(ODD)),
                one.keyBy(Event::key).process(new Counted(), Types.STRING),
                one.connect(two).keyBy(Event::key, Event::key).process(new AtTheEnd(), Types.STRING),
                one.keyBy(Event::key).map(new Numbered(), Types.STRING));
    }

    private static final class Divided extends ProcessFunction<Event, Event> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Event event, Context context, Collector<Event> out) {
            if (event.value % 2 == 0) {
                out.collect(event);
            } else {
                context.output(ODD, event);
            }
        }
    }

    /** Tells at each full 250 ms of event time what a key has had in them. */
    private static final class Counted extends KeyedProcessFunction<Integer, Event, String> {
        private static final long serialVersionUID = 1L;

        private transient MapState<Long, Long> counts;

        @Override
        public void open(OpenContext context) {
            counts = getRuntimeContext().getMapState(new MapStateDescriptor<>("counts", Long.class, Long.class));
        }

        @Override
        public void processElement(Event event, Context context, Collector<String> out) throws Exception {
            long end = event.time / 250 * 250 + 250;
            Long before = counts.get(end);
            counts.put(end, before == null ? 1 : before + 1);
            context.timerService().registerEventTimeTimer(end - 1);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            out.collect("timers|" + context.getCurrentKey() + "|" + timestamp + ":" + counts.get(timestamp + 1));
            counts.remove(timestamp + 1);
        }
    }

    /** Adds up what both inputs have of a key, and tells it when time has come to its end. */
    private static final class AtTheEnd extends KeyedCoProcessFunction<Integer, Event, Event, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> sum;

        @Override
        public void open(OpenContext context) {
            sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Long.class));
        }

        @Override
        public void processElement1(Event event, Context context, Collector<String> out) throws Exception {
            add(event.value, context);
        }

        @Override
        public void processElement2(Event event, Context context, Collector<String> out) throws Exception {
            add(-3 * event.value, context);
        }

        private void add(long value, Context context) throws Exception {
            sum.update(sum.value() == null ? value : sum.value() + value);
            context.timerService().registerEventTimeTimer(1_000_000_000);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            out.collect("end|" + context.getCurrentKey() + "|" + sum.value());
        }
    }

    /** Numbers the events of a key. */
    private static final class Numbered extends RichMapFunction<Event, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Integer> number;

        @Override
        public void open(OpenContext context) {
            number = getRuntimeContext().getState(new ValueStateDescriptor<>("number", Integer.class));
        }

        @Override
        public String map(Event event) throws Exception {
            number.update(number.value() == null ? 1 : number.value() + 1);
            return "numbers|" + event.key + "|" + number.value();
        }
    }
}
