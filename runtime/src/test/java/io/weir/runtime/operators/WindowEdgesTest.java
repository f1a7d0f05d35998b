package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.OutputTag;
import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.Keying;
import io.weir.plan.WindowComputation;
import io.weir.plan.WindowContents;
import io.weir.plan.Windowing;
import io.weir.runtime.state.OperatorImage;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.assigners.TumblingProcessingTimeWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.triggers.ProcessingTimeTrigger;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
}
