package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.ProcessJoinFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.RichWindowFunction;
import io.weir.functions.async.AsyncFunction;
import io.weir.functions.async.AsyncRetryStrategies;
import io.weir.functions.async.ResultFuture;
import io.weir.functions.windowing.JoinWindowFunctions;
import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.AsyncTransformation.Requests;
import io.weir.plan.CoKeying;
import io.weir.plan.IntervalJoin;
import io.weir.plan.Keying;
import io.weir.plan.WindowComputation;
import io.weir.plan.WindowContents;
import io.weir.plan.Windowing;
import io.weir.runtime.operators.async.AsyncOperator;
import io.weir.runtime.operators.windowing.SessionWindowOperator;
import io.weir.runtime.operators.windowing.SlicedWindowOperator;
import io.weir.runtime.operators.windowing.WindowOperator;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorCapture;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.timers.Timers;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.time.TimeDomain;
import io.weir.time.Watermark;
import io.weir.time.WatermarkGenerator;
import io.weir.time.WatermarkOutput;
import io.weir.time.WatermarkStrategy;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.windowing.assigners.AlignedTimeWindows;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.triggers.CountTrigger;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.windows.GlobalWindow;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who emits a record gives it up and who keeps one copies it: whatever becomes of what was emitted, nothing that is kept changes. */
class KeptAndGivenTest {
    private static final TypeInformation<Tuple2<String, Long>> TYPE = Types.TUPLE(Types.STRING, Types.LONG);
    private static final Keying<Tuple2<String, Long>, String> KEYING = new Keying<>(record -> record.f0, Types.STRING);

    /** Notes what it is given, and then spoils it, as any operator behind may. */
    private static final class Spoiling extends Output<Tuple2<String, Long>> {
        final List<String> seen = new ArrayList<>();

        @Override
        public void collect(Tuple2<String, Long> value, long timestamp) {
            seen.add(value.toString());
            value.f1 = -1000L;
        }

        @Override
        public void watermark(long timestamp) {
            seen.add("watermark " + timestamp);
        }

        @Override
        public void idle(boolean idle) {
            seen.add("idle " + idle);
        }
    }

    private final Spoiling output = new Spoiling();
    private final OperatorPlace place = new OperatorPlace(0);

    private static Tuple2<String, Long> record(long value) {
        return Tuple2.of("a", value);
    }

    /** Its accumulator is its result. */
    private static final class Sum
            implements AggregateFunction<Tuple2<String, Long>, Tuple2<String, Long>, Tuple2<String, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<String, Long> createAccumulator() {
            return Tuple2.of("sum", 0L);
        }

        @Override
        public Tuple2<String, Long> add(Tuple2<String, Long> value, Tuple2<String, Long> accumulator) {
            accumulator.f1 += value.f1;
            return accumulator;
        }

        @Override
        public Tuple2<String, Long> getResult(Tuple2<String, Long> accumulator) {
            return accumulator;
        }

        @Override
        public Tuple2<String, Long> merge(Tuple2<String, Long> first, Tuple2<String, Long> second) {
            return add(first, second);
        }
    }

    @Test
    void aWindowKeepsItsAccumulator() throws Exception {
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = new WindowOperator.Spec<>(
                        new WindowComputation<>(
                                KEYING,
                                new Windowing<>(GlobalWindows.create(), CountTrigger.of(1), null, 0, null),
                                new WindowContents.Aggregated<>(new Sum(), TYPE),
                                WindowFunctions.<Tuple2<String, Long>, String, GlobalWindow>emitting()),
                        TYPE)
                .create(place, output);
        operator.open();
        operator.collect(record(1), 0);
        operator.collect(record(2), 0);
        operator.collect(record(3), 0);
        assertThat(output.seen).containsExactly("(sum,1)", "(sum,3)", "(sum,6)");
    }

    /** Emits both records themselves. */
    private static final class Both
            extends ProcessJoinFunction<Tuple2<String, Long>, Tuple2<String, Long>, Tuple2<String, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(
                Tuple2<String, Long> left,
                Tuple2<String, Long> right,
                Context context,
                Collector<Tuple2<String, Long>> out) {
            out.collect(left);
            out.collect(right);
        }
    }

    @Test
    @SuppressWarnings("unchecked") // its second input has records of the same type
    void anIntervalJoinKeepsItsRecords() throws Exception {
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = new IntervalJoinOperator.Spec<>(
                        new CoKeying<>(KEYING.selector(), KEYING.selector(), Types.STRING),
                        new IntervalJoin<>(
                                -5,
                                5,
                                new IntervalJoin.Side<>(TYPE, null),
                                new IntervalJoin.Side<>(TYPE, null),
                                new Both()))
                .create(place, output);
        operator.open();
        var second = ((TwoInputOperator<?, Tuple2<String, Long>, ?>) operator).second();
        operator.collect(record(1), 0);
        operator.collect(record(2), 1);
        second.collect(record(10), 0);
        second.collect(record(20), 0);
        assertThat(output.seen)
                .containsExactlyInAnyOrder("(a,1)", "(a,10)", "(a,2)", "(a,10)", "(a,1)", "(a,20)", "(a,2)", "(a,20)");
    }

    @Test
    void aCaptureHasRequestsAsTheyWere() throws Exception {
        List<ResultFuture<Tuple2<String, Long>>> futures = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        AsyncFunction<Tuple2<String, Long>, Tuple2<String, Long>> function = (input, future) -> {
            asked.add(input.toString());
            futures.add(future);
        };
        AsyncOperator.Spec<Tuple2<String, Long>, Tuple2<String, Long>> spec =
                new AsyncOperator.Spec<>(new Requests<>(function, true, 0, 10, AsyncRetryStrategies.noRetry()), TYPE);
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = spec.create(place, output);
        operator.open();
        Tuple2<String, Long> record = record(1);
        operator.collect(record, 0);
        operator.prepareCapture(new FunctionSnapshotContext(1, 0, false));
        OperatorCapture capture = place.states().capture(1);
        futures.get(0).complete(List.of(record));

        Operator<Tuple2<String, Long>, Tuple2<String, Long>> restored =
                spec.create(new OperatorPlace(0, OperatorImage.of(capture)), output);
        restored.open();
        assertThat(asked).containsExactly("(a,1)", "(a,1)");
    }

    /** Takes each record's number for the time that has come. */
    private static final class Punctuated implements WatermarkGenerator<Tuple2<String, Long>> {
        @Override
        public void onEvent(Tuple2<String, Long> event, long eventTimestamp, WatermarkOutput out) {
            out.emitWatermark(new Watermark(event.f1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput out) {
            // each record tells it
        }
    }

    @Test
    void aGeneratorSeesTheRecordAsItIsAndSpeaksAfterIt() throws Exception {
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = new TimestampsAndWatermarksOperator.Spec<>(
                        WatermarkStrategy.<Tuple2<String, Long>>forGenerator(context -> new Punctuated()), true)
                .create(place, output);
        operator.open();
        operator.collect(record(7), 0);
        assertThat(output.seen).containsExactly("(a,7)", "watermark 7");
    }

    /** Counts the windows that this instance has computed. */
    private static final class Counting
            extends RichWindowFunction<Tuple2<String, Long>, Tuple2<String, Long>, String, GlobalWindow>
            implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private transient ListState<Long> state;
        private long count;

        @Override
        public void initializeState(FunctionInitializationContext context) {
            state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("count", Long.class));
            state.get().forEach(each -> count += each);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            state.update(List.of(count));
        }

        @Override
        public void apply(
                String key,
                GlobalWindow window,
                Iterable<Tuple2<String, Long>> input,
                Collector<Tuple2<String, Long>> out) {
            out.collect(Tuple2.of("windows", ++count));
        }
    }

    private Operator<Tuple2<String, Long>, Tuple2<String, Long>> counting(OperatorPlace where) throws Exception {
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = new WindowOperator.Spec<>(
                        new WindowComputation<>(
                                KEYING,
                                new Windowing<>(GlobalWindows.create(), CountTrigger.of(1), null, 0, null),
                                new WindowContents.Elements<>(TYPE),
                                WindowFunctions.of(new Counting())),
                        TYPE)
                .create(where, output);
        operator.open();
        return operator;
    }

    @Test
    void aWindowFunctionHasStateOfItsInstance() throws Exception {
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = counting(place);
        operator.collect(record(1), 0);
        operator.collect(record(2), 0);
        operator.prepareCapture(new FunctionSnapshotContext(1, 0, false));
        OperatorImage image = OperatorImage.of(place.states().capture(1));
        counting(new OperatorPlace(0, image)).collect(record(3), 0);
        assertThat(output.seen).containsExactly("(windows,1)", "(windows,2)", "(windows,3)");
    }

    private static final TypeInformation<Tuple2<Tuple2<String, Long>, Long>> BY_TUPLE = Types.TUPLE(TYPE, Types.LONG);

    /** Notes windows by their keys and spoils the keys. */
    private static final class KeySpoiling
            extends ProcessWindowFunction<
                    Tuple2<Tuple2<String, Long>, Long>, Tuple2<String, Long>, Tuple2<String, Long>, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(
                Tuple2<String, Long> key,
                Context context,
                Iterable<Tuple2<Tuple2<String, Long>, Long>> elements,
                Collector<Tuple2<String, Long>> out) {
            out.collect(Tuple2.of(key + ": " + elements.iterator().next().f1, 0L));
            out.collect(key);
        }
    }

    static Stream<WindowAssigner<Object, TimeWindow>> windows() {
        return Stream.of(
                SlidingEventTimeWindows.of(Duration.ofMillis(10), Duration.ofMillis(5)),
                TumblingEventTimeWindows.of(Duration.ofMillis(10)),
                EventTimeSessionWindows.withGap(Duration.ofMillis(10)));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void windowsKeepTheirKeys(WindowAssigner<Object, TimeWindow> assigner) throws Exception {
        WindowComputation<
                        Tuple2<String, Long>,
                        Tuple2<Tuple2<String, Long>, Long>,
                        Tuple2<Tuple2<String, Long>, Long>,
                        Tuple2<String, Long>,
                        TimeWindow>
                computation = new WindowComputation<>(
                        new Keying<>(record -> record.f0, TYPE),
                        new Windowing<>(assigner, EventTimeTrigger.create(), null, 100, null),
                        new WindowContents.Reduced<>(
                                (one, other) -> Tuple2.of(Tuple2.of("", 0L), one.f1 + other.f1), BY_TUPLE),
                        new KeySpoiling());
        OperatorSpec<Tuple2<Tuple2<String, Long>, Long>, Tuple2<String, Long>> spec =
                assigner instanceof AlignedTimeWindows
                        ? new SlicedWindowOperator.Spec<>(computation)
                        : new SessionWindowOperator.Spec<>(computation);
        Operator<Tuple2<Tuple2<String, Long>, Long>, Tuple2<String, Long>> operator = spec.create(place, output);
        operator.open();
        Tuple2<String, Long> key = record(1);
        operator.collect(Tuple2.of(key, 1L), 5);
        key.f1 = -1L;
        operator.collect(Tuple2.of(record(1), 2L), 5);
        operator.watermark(20);
        operator.collect(Tuple2.of(record(1), 3L), 5);
        assertThat(output.seen)
                .filteredOn(each -> each.contains(":"))
                .hasSizeGreaterThan(1)
                .allMatch(each -> each.startsWith("((a,1): 3") || each.startsWith("((a,1): 6"));
        assertThat(output.seen).anyMatch(each -> each.startsWith("((a,1): 6"));
    }

    @Test
    void timersKeepTheirKeys() throws Exception {
        KeyedStateBackend<Tuple2<String, Long>> state = place.openKeyedState(TYPE);
        List<String> rung = new ArrayList<>();
        Timers<Tuple2<String, Long>, Void> timers = Timers.ofKeys(state, place, (domain, namespace, time) -> {
            rung.add(state.currentKey() + " at " + time);
            state.currentKey().f1 = -1L;
        });
        Tuple2<String, Long> key = record(1);
        state.setCurrentKey(key);
        timers.register(TimeDomain.EVENT_TIME, null, 10);
        timers.register(TimeDomain.EVENT_TIME, null, 20);
        key.f1 = -1L;
        OperatorCapture capture = place.states().capture(1);
        timers.advance(10);

        OperatorPlace restored = new OperatorPlace(0, OperatorImage.of(capture));
        KeyedStateBackend<Tuple2<String, Long>> restoredState = restored.openKeyedState(TYPE);
        Timers.ofKeys(
                        restoredState,
                        restored,
                        (domain, namespace, time) -> rung.add("restored " + restoredState.currentKey() + " at " + time))
                .advance(20);
        assertThat(rung).containsExactly("(a,1) at 10", "restored (a,1) at 10", "restored (a,1) at 20");
    }

    @Test
    void aWindowJoinGivesRecordsOfSeveralPairsAsTheyAre() throws Exception {
        TypeInformation<Tuple2<Tuple2<String, Long>, Tuple2<String, Long>>> both = Types.TUPLE(TYPE, TYPE);
        Operator<Tuple2<Tuple2<String, Long>, Tuple2<String, Long>>, Tuple2<String, Long>> operator =
                new WindowOperator.Spec<>(
                                new WindowComputation<>(
                                        new Keying<>(record -> "all", Types.STRING),
                                        new Windowing<>(GlobalWindows.create(), CountTrigger.of(4), null, 0, null),
                                        new WindowContents.Elements<>(both),
                                        JoinWindowFunctions
                                                .<Tuple2<String, Long>, Tuple2<String, Long>, Tuple2<String, Long>,
                                                        String, GlobalWindow>
                                                        flatJoin(
                                                                (left, right, out) -> {
                                                                    out.collect(left);
                                                                    out.collect(right);
                                                                },
                                                                TYPE,
                                                                TYPE)),
                                both)
                        .create(place, output);
        operator.open();
        operator.collect(Tuple2.of(record(1), null), 0);
        operator.collect(Tuple2.of(record(2), null), 0);
        operator.collect(Tuple2.of(null, record(10)), 0);
        operator.collect(Tuple2.of(null, record(20)), 0);
        assertThat(output.seen)
                .containsExactly("(a,1)", "(a,10)", "(a,1)", "(a,20)", "(a,2)", "(a,10)", "(a,2)", "(a,20)");
    }
}
