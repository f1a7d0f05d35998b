package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.functions.AggregateFunction;
import io.weir.functions.OutputTag;
import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.Keying;
import io.weir.plan.WindowComputation;
import io.weir.plan.WindowContents;
import io.weir.plan.Windowing;
import io.weir.runtime.operators.windowing.SessionWindowOperator;
import io.weir.runtime.operators.windowing.SlicedWindowOperator;
import io.weir.runtime.operators.windowing.WindowOperator;
import io.weir.runtime.state.OperatorCapture;
import io.weir.runtime.state.OperatorImage;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.windowing.assigners.AlignedTimeWindows;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.assigners.TumblingProcessingTimeWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.triggers.ContinuousEventTimeTrigger;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.triggers.ProcessingTimeTrigger;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.GlobalWindow;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What windows do where clocks, restarts and functions are not what one expects. */
class WindowEdgesTest {
    private static final OutputTag<Tuple2<String, Long>> LATE = new OutputTag<>("late") {};
    private static final TypeInformation<Tuple2<String, Long>> TYPE = Types.TUPLE(Types.STRING, Types.LONG);

    private final OperatorPlace.Gathering<Tuple2<String, Long>> results = new OperatorPlace.Gathering<>();

    private static Tuple2<String, Long> record(long value) {
        return Tuple2.of("a", value);
    }

    private static WindowComputation<
                    String, Tuple2<String, Long>, Tuple2<String, Long>, Tuple2<String, Long>, TimeWindow>
            sums(WindowAssigner<Object, TimeWindow> assigner, Trigger<Object, TimeWindow> trigger) {
        return new WindowComputation<>(
                new Keying<>(record -> record.f0, Types.STRING),
                new Windowing<>(assigner, trigger, null, 0, LATE),
                new WindowContents.Reduced<>((one, other) -> Tuple2.of(one.f0, one.f1 + other.f1), TYPE),
                WindowFunctions.emitting());
    }

    private Operator<Tuple2<String, Long>, Tuple2<String, Long>> tumbling(OperatorPlace place) throws Exception {
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = new SlicedWindowOperator.Spec<>(
                        sums(TumblingEventTimeWindows.of(Duration.ofMillis(10)), EventTimeTrigger.create()))
                .create(place, results);
        operator.open();
        return operator;
    }

    /** What was late before a restart is late after it, and goes where late records go. */
    @Test
    void knowsAfterARestartHowFarEventTimeHadCome() throws Exception {
        OperatorPlace before = new OperatorPlace(0);
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> first = tumbling(before);
        first.collect(record(1), 5);
        first.collect(record(2), 25);
        first.watermark(15);
        first.close();

        OperatorPlace after =
                new OperatorPlace(0, OperatorImage.of(before.states().capture(1)));
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> second = tumbling(after);
        second.collect(record(4), 6);
        second.watermark(3);
        second.collect(record(8), 7);
        second.watermark(40);
        second.close();

        assertThat(results.values).containsExactly(record(1), record(2));
        assertThat(after.side("late").values).containsExactly(record(4), record(8));
    }

    /** A record that comes by a clock that was turned back belongs to the window that is open. */
    @Test
    void losesNoRecordWhenTheClockIsTurnedBack() throws Exception {
        OperatorPlace place = new OperatorPlace(0);
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = new SlicedWindowOperator.Spec<>(
                        sums(TumblingProcessingTimeWindows.of(Duration.ofMillis(10)), ProcessingTimeTrigger.create()))
                .create(place, results);
        operator.open();
        place.advanceClock(5);
        operator.collect(record(1), Output.NO_TIMESTAMP);
        place.advanceClock(12);
        place.advanceClock(7);
        operator.collect(record(2), Output.NO_TIMESTAMP);
        place.advanceClock(30);
        operator.close();

        assertThat(results.values).containsExactly(record(1), record(2));
    }

    static Stream<WindowAssigner<Object, TimeWindow>> eventTimeWindows() {
        return Stream.of(
                TumblingEventTimeWindows.of(Duration.ofMillis(10)),
                TumblingEventTimeWindows.of(Duration.ofMillis(10), Duration.ofMillis(3)),
                SlidingEventTimeWindows.of(Duration.ofMillis(10), Duration.ofMillis(4)),
                EventTimeSessionWindows.withGap(Duration.ofMillis(10)));
    }

    private Operator<Tuple2<String, Long>, Tuple2<String, Long>> fast(WindowAssigner<Object, TimeWindow> assigner) {
        var computation = sums(assigner, EventTimeTrigger.create());
        return (assigner instanceof AlignedTimeWindows
                        ? new SlicedWindowOperator.Spec<>(computation)
                        : new SessionWindowOperator.Spec<>(computation))
                .create(new OperatorPlace(0), results);
    }

    private Operator<Tuple2<String, Long>, Tuple2<String, Long>> general(WindowAssigner<Object, TimeWindow> assigner) {
        return new WindowOperator.Spec<>(sums(assigner, EventTimeTrigger.create()), TYPE)
                .create(new OperatorPlace(0), results);
    }

    /** A time that no window can hold is refused, not taken for another time. */
    @ParameterizedTest
    @MethodSource("eventTimeWindows")
    void refusesTheEndsOfTime(WindowAssigner<Object, TimeWindow> assigner) throws Exception {
        for (var operator : List.of(fast(assigner), general(assigner))) {
            operator.open();
            operator.collect(record(1), 0);
            assertThatThrownBy(() -> operator.collect(record(2), Long.MAX_VALUE - 1))
                    .hasMessageContaining("failed on the record")
                    .hasRootCauseMessage(
                            "No window can hold the timestamp 9223372036854775806, which is too near to the"
                                    + " end of what a long can tell: correct it in the timestamp assigner, or let such records be"
                                    + " skipped by setRecordErrorPolicy()");
            if (assigner instanceof AlignedTimeWindows) {
                assertThatThrownBy(() -> operator.collect(record(2), Long.MIN_VALUE + 1))
                        .hasMessageContaining("failed on the record");
            }
            operator.watermark(Long.MAX_VALUE);
            operator.close();
        }
        assertThat(results.values).isNotEmpty().allMatch(each -> each.f1 == 1);
    }

    /** A key may have any number of sessions, such as when its records are far ahead of the watermark. */
    @Test
    void copiesAnyNumberOfSessions() throws Exception {
        OperatorPlace place = new OperatorPlace(0);
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = new SessionWindowOperator.Spec<>(
                        sums(EventTimeSessionWindows.withGap(Duration.ofMillis(1)), EventTimeTrigger.create()))
                .create(place, results);
        operator.open();
        for (int i = 0; i < 30_000; i++) {
            operator.collect(record(1), 2L * i);
        }
        OperatorCapture capture = place.states().capture(1);
        operator.collect(record(1), 0);
        capture.close();
        operator.watermark(Long.MAX_VALUE);
        operator.close();
        assertThat(results.values).hasSize(30_000);
    }

    /** Counts, and merges as functions do whose author thinks that it is not needed. */
    private record Unmerging(boolean fails) implements AggregateFunction<Tuple2<String, Long>, Long, Long> {
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
            if (fails) {
                throw new UnsupportedOperationException("not needed");
            }
            return null;
        }
    }

    /** Records must not be lost because accumulators that are merged become nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysThatAccumulatorsHaveToMerge(boolean fails) throws Exception {
        String message = "merge() of " + Unmerging.class.getName() + (fails ? " fails" : " has returned null");
        var sliding = new SlicedWindowOperator.Spec<>(
                        counts(SlidingEventTimeWindows.of(Duration.ofMillis(10), Duration.ofMillis(5)), fails))
                .create(new OperatorPlace(0), new OperatorPlace.Gathering<Long>());
        sliding.open();
        sliding.collect(record(1), 6);
        sliding.collect(record(2), 11);
        assertThatThrownBy(() -> sliding.watermark(100)).hasMessageContaining(message);

        for (OperatorSpec<Tuple2<String, Long>, Long> spec : List.of(
                new SessionWindowOperator.Spec<>(counts(EventTimeSessionWindows.withGap(Duration.ofMillis(10)), fails)),
                new WindowOperator.Spec<>(
                        counts(EventTimeSessionWindows.withGap(Duration.ofMillis(10)), fails), TYPE))) {
            var sessions = spec.create(new OperatorPlace(0), new OperatorPlace.Gathering<Long>());
            sessions.open();
            sessions.collect(record(1), 0);
            sessions.collect(record(2), 15);
            assertThatThrownBy(() -> sessions.collect(record(3), 8)).hasMessageContaining(message);
        }
    }

    private static WindowComputation<String, Tuple2<String, Long>, Long, Long, TimeWindow> counts(
            WindowAssigner<Object, TimeWindow> assigner, boolean fails) {
        return new WindowComputation<>(
                new Keying<>(record -> record.f0, Types.STRING),
                new Windowing<>(assigner, EventTimeTrigger.create(), null, 0, null),
                new WindowContents.Aggregated<>(new Unmerging(fails), Types.LONG),
                WindowFunctions.emitting());
    }

    /** It would count from the beginning of time in steps of a millisecond. */
    @Test
    void aContinuousTriggerRefusesRecordsWithoutTimestamps() throws Exception {
        Operator<Tuple2<String, Long>, Tuple2<String, Long>> operator = new WindowOperator.Spec<>(
                        new WindowComputation<>(
                                new Keying<>(record -> record.f0, Types.STRING),
                                new Windowing<>(
                                        GlobalWindows.create(),
                                        ContinuousEventTimeTrigger.of(Duration.ofMillis(1)),
                                        null,
                                        0,
                                        null),
                                new WindowContents.Elements<>(TYPE),
                                WindowFunctions.<Tuple2<String, Long>, String, GlobalWindow>emitting()),
                        TYPE)
                .create(new OperatorPlace(0), results);
        operator.open();
        assertThatThrownBy(() -> operator.collect(record(1), Output.NO_TIMESTAMP))
                .hasMessageContaining("met a record without a timestamp: call assignTimestampsAndWatermarks()");
    }
}
