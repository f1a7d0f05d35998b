package io.weir.testing.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.ExternalizedCheckpointRetention;
import io.weir.configuration.MemorySize;
import io.weir.connector.file.DateTimeBucketAssigner;
import io.weir.connector.file.DefaultRollingPolicy;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.OutputFileConfig;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.DataStream;
import io.weir.datastream.SingleOutputStreamOperator;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.AggregateFunction;
import io.weir.functions.BroadcastProcessFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessJoinFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.state.MapStateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.testing.cluster.MiniClusterExtension;
import io.weir.testing.operators.KeyedOneInputStreamOperatorTestHarness;
import io.weir.testing.operators.OneInputStreamOperatorTestHarness;
import io.weir.testing.operators.OperatorSnapshot;
import io.weir.testing.operators.OperatorTestHarnesses;
import io.weir.testing.operators.ProcessFunctionTestHarnesses;
import io.weir.time.WatermarkStrategy;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.windows.TimeWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The code of {@code docs/programs.md}: each block of it stands here too, and {@link #everyBlockOfThePageIsHere} holds
 * the two together.
 */
@SuppressWarnings("serial") // the page leaves out the numbers of versions
class HandbookTest {
    record View(String user, String page, long time) {}

    static DataStream<View> withEventTime(DataStream<View> views) {
        return views.assignTimestampsAndWatermarks(
                WatermarkStrategy.<View>forBoundedOutOfOrderness(Duration.ofSeconds(10))
                        .withTimestampAssigner((view, timestamp) -> view.time())
                        .withIdleness(Duration.ofMinutes(1)));
    }

    /** Tells each user's number of views when the user has been quiet for a minute. */
    static final class Quiet extends KeyedProcessFunction<String, View, String> {
        static final OutputTag<View> LATE = new OutputTag<>("late") {};

        private transient ValueState<Long> views;
        private transient ValueState<Long> latest;

        @Override
        public void open(OpenContext openContext) {
            views = getRuntimeContext().getState(new ValueStateDescriptor<>("views", Long.class));
            latest = getRuntimeContext().getState(new ValueStateDescriptor<>("latest", Long.class));
        }

        @Override
        public void processElement(View view, Context context, Collector<String> out) throws Exception {
            if (view.time() <= context.timerService().currentWatermark()) {
                context.output(LATE, view);
                return;
            }
            views.update(views.value() == null ? 1 : views.value() + 1);
            latest.update(latest.value() == null ? view.time() : Math.max(latest.value(), view.time()));
            context.timerService().registerEventTimeTimer(view.time() + 60_000);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            if (latest.value() != null && timestamp == latest.value() + 60_000) {
                out.collect(context.getCurrentKey() + " " + views.value());
                views.clear();
                latest.clear();
            }
        }
    }

    static void report(DataStream<View> views) {
        SingleOutputStreamOperator<String> quiet = views.keyBy(View::user).process(new Quiet());
        quiet.print();
        quiet.getSideOutput(Quiet.LATE).printToErr("late");
    }

    static void reportForYears(StreamExecutionEnvironment env, DataStream<View> views) {
        env.enableCheckpointing(10_000); // milliseconds
        env.getCheckpointConfig().setMinPauseBetweenCheckpoints(5_000);
        env.getCheckpointConfig()
                .setExternalizedCheckpointRetention(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        views.keyBy(View::user)
                .process(new Quiet())
                .uid("quiet") // finds its state in savepoints, however the program around it changes
                .print();
    }

    static void writeExactlyOnce(DataStream<View> views, String directory) {
        views.map(view -> view.user() + " " + view.page())
                .sinkTo(FileSink.forRowFormat(directory, new SimpleStringEncoder<String>())
                        .withBucketAssigner(new DateTimeBucketAssigner<>("yyyy-MM-dd--HH"))
                        .withRollingPolicy(DefaultRollingPolicy.builder()
                                .withMaxPartSize(MemorySize.parse("64 mb"))
                                .withRolloverInterval(Duration.ofMinutes(5))
                                .build())
                        .withOutputFileConfig(OutputFileConfig.builder()
                                .withPartSuffix(".txt")
                                .build())
                        .build());
    }

    static ValueStateDescriptor<String> lastPage() {
        ValueStateDescriptor<String> lastPage = new ValueStateDescriptor<>("last page", String.class);
        lastPage.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(1))
                .updateTtlOnReadAndWrite()
                .neverReturnExpired()
                .build());
        return lastPage;
    }

    static DataStream<String> viewsPerMinute(DataStream<View> views) {
        return views.keyBy(View::page)
                .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
                .aggregate(new Count(), new Describe());
    }

    static final class Count implements AggregateFunction<View, Long, Long> {
        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(View view, Long count) {
            return count + 1;
        }

        @Override
        public Long getResult(Long count) {
            return count;
        }

        @Override
        public Long merge(Long first, Long second) {
            return first + second;
        }
    }

    static final class Describe extends ProcessWindowFunction<Long, String, String, TimeWindow> {
        @Override
        public void process(String page, Context context, Iterable<Long> counts, Collector<String> out) {
            out.collect(page + " " + Instant.ofEpochMilli(context.window().getStart()) + " "
                    + counts.iterator().next());
        }
    }

    static SingleOutputStreamOperator<View> firstOfEachVisit(DataStream<View> views, OutputTag<View> tooLate) {
        return views.keyBy(View::user)
                .window(EventTimeSessionWindows.withGap(Duration.ofMinutes(30)))
                .allowedLateness(Duration.ofMinutes(5))
                .sideOutputLateData(tooLate)
                .reduce((one, other) -> one.time() <= other.time() ? one : other);
    }

    /** Lets through the views of users who have logged in. */
    static final class KnownUsers extends KeyedCoProcessFunction<String, View, String, View> {
        private transient ValueState<Boolean> known;

        @Override
        public void open(OpenContext openContext) {
            known = getRuntimeContext().getState(new ValueStateDescriptor<>("known", Boolean.class));
        }

        @Override
        public void processElement1(View view, Context context, Collector<View> out) throws Exception {
            if (known.value() != null) {
                out.collect(view);
            }
        }

        @Override
        public void processElement2(String login, Context context, Collector<View> out) throws Exception {
            known.update(true);
        }
    }

    static DataStream<View> ofKnownUsers(DataStream<View> views, DataStream<String> logins) {
        return views.connect(logins).keyBy(View::user, user -> user).process(new KnownUsers());
    }

    /** Drops views of pages that a stream of rules forbids. */
    static final class Forbidden extends BroadcastProcessFunction<View, String, View> {
        static final MapStateDescriptor<String, Boolean> RULES =
                new MapStateDescriptor<>("forbidden", String.class, Boolean.class);

        @Override
        public void processElement(View view, ReadOnlyContext context, Collector<View> out) throws Exception {
            if (!context.getBroadcastState(RULES).contains(view.page())) {
                out.collect(view);
            }
        }

        @Override
        public void processBroadcastElement(String page, Context context, Collector<View> out) throws Exception {
            context.getBroadcastState(RULES).put(page, true);
        }
    }

    static DataStream<View> allowed(DataStream<View> views, DataStream<String> forbiddenPages) {
        return views.connect(forbiddenPages.broadcast(Forbidden.RULES)).process(new Forbidden());
    }

    static DataStream<String> sameMinute(DataStream<View> views, DataStream<View> orders) {
        return views.join(orders)
                .where(View::user)
                .equalTo(View::user)
                .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
                .apply((view, order) -> view.user() + " " + view.page() + " " + order.page());
    }

    static DataStream<String> orderedSoonAfter(DataStream<View> views, DataStream<View> orders) {
        return views.keyBy(View::user)
                .intervalJoin(orders.keyBy(View::user))
                .between(Duration.ZERO, Duration.ofMinutes(10))
                .process(new Pairs());
    }

    static final class Pairs extends ProcessJoinFunction<View, View, String> {
        @Override
        public void processElement(View view, View order, Context context, Collector<String> out) {
            out.collect(view.user() + " " + view.page() + " " + order.page());
        }
    }

    @Test
    void tellsWhenAUserIsQuiet() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, View, String> harness =
                ProcessFunctionTestHarnesses.forKeyedProcessFunction(new Quiet(), View::user, Types.STRING)) {
            harness.processElement(new View("ann", "/", 1_000), 1_000);
            harness.processElement(new View("ann", "/rivers", 30_000), 30_000);
            harness.processWatermark(89_999);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.processWatermark(90_000);
            assertThat(harness.extractOutputValues()).containsExactly("ann 2");
            assertThat(harness.numKeyedStateEntries()).isZero();

            harness.processElement(new View("ann", "/", 500), 500);
            assertThat(harness.getSideOutput(Quiet.LATE)).hasSize(1);
        }
    }

    @Test
    void goesOnFromASnapshot() throws Exception {
        OperatorSpec<View, String> quiet =
                OperatorTestHarnesses.operatorOf(views(StreamExecutionEnvironment.createLocalEnvironment(1))
                        .keyBy(View::user)
                        .process(new Quiet()));
        OperatorSnapshot snapshot;
        try (OneInputStreamOperatorTestHarness<View, String> before = new OneInputStreamOperatorTestHarness<>(quiet)) {
            before.open();
            before.processElement(new View("ann", "/", 1_000), 1_000);
            snapshot = before.snapshot();
        }
        try (OneInputStreamOperatorTestHarness<View, String> after = new OneInputStreamOperatorTestHarness<>(quiet)) {
            after.initializeState(snapshot);
            after.open();
            after.processElement(new View("ann", "/rivers", 2_000), 2_000);
            after.endInput();
            assertThat(after.extractOutputValues()).containsExactly("ann 2");
        }
    }

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = MiniClusterExtension.of(2, 2); // TaskManagers, slots of each

    @Test
    void countsViewsPerMinute() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<String> counts = viewsPerMinute(withEventTime(views(env)));
        List<String> results = new ArrayList<>();
        try (CloseableIterator<String> records = counts.executeAndCollect()) {
            records.forEachRemaining(results::add);
        }
        assertThat(results).containsExactlyInAnyOrder("/ 1970-01-01T00:00:00Z 2", "/rivers 1970-01-01T00:01:00Z 1");
    }

    private static DataStream<View> views(StreamExecutionEnvironment env) {
        return env.fromData(
                new View("ann", "/", 1_000), new View("bob", "/", 2_000), new View("ann", "/rivers", 61_000));
    }

    private static DataStream<View> timed(StreamExecutionEnvironment env) {
        return withEventTime(views(env));
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> results = new ArrayList<>();
        try (CloseableIterator<T> records = stream.executeAndCollect()) {
            records.forEachRemaining(results::add);
        }
        return results;
    }

    @Test
    void theOtherProgramsRunToo() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        OutputTag<View> tooLate = new OutputTag<>("too late") {};
        assertThat(all(firstOfEachVisit(timed(env), tooLate)).stream().map(View::user))
                .containsExactlyInAnyOrder("ann", "bob");
        assertThat(all(ofKnownUsers(timed(env), env.fromData("ann"))))
                .allMatch(view -> view.user().equals("ann"));
        assertThat(all(allowed(timed(env), env.fromData("/"))).size()).isBetween(1, 3);
        assertThat(all(sameMinute(timed(env), timed(env))))
                .containsExactlyInAnyOrder("ann / /", "bob / /", "ann /rivers /rivers");
        assertThat(all(orderedSoonAfter(timed(env), timed(env))))
                .containsExactlyInAnyOrder("ann / /", "ann / /rivers", "bob / /", "ann /rivers /rivers");
        assertThat(lastPage().getTtlConfig().isEnabled()).isTrue();
        report(timed(env));
        reportForYears(env, timed(env));
        env.execute();
    }

    @Test
    void everyBlockOfThePageIsHere() throws IOException {
        String here = withoutLayout(
                Files.readString(Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java")));
        Matcher blocks = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/programs.md")));
        List<String> missing = blocks.results()
                .map(block -> block.group(1))
                .filter(block -> !here.contains(withoutLayout(block)))
                .toList();
        assertThat(missing).isEmpty();
    }

    private static String withoutLayout(String code) {
        return code.replaceAll("\\s+", "");
    }
}
