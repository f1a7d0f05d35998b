package io.weir.testing.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.datastream.DataStream;
import io.weir.datastream.SingleOutputStreamOperator;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.SourceFunction;
import io.weir.testing.windows.WindowCase.Firing;
import io.weir.testing.windows.WindowCase.Windows;
import io.weir.testing.windows.WindowCases.Move;
import io.weir.time.Watermark;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import io.weir.windowing.assigners.TumblingProcessingTimeWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Windows in jobs, at any parallelism, against {@link NaiveWindows}. Each instance meets records in the source's order. */
class WindowsOnClusterTest {
    /** Emits records and watermarks as told. */
    private static final class Told implements SourceFunction<Tuple2<String, Long>> {
        private static final long serialVersionUID = 1L;

        private final List<Tuple2<String, Long>> records = new ArrayList<>();

        /** By record or watermark; a watermark has no record. */
        private final List<Long> times = new ArrayList<>();

        Told(List<Move> moves) {
            for (Move move : moves) {
                if (move instanceof Move.Take take) {
                    records.add(Tuple2.of(take.key(), take.value()));
                    times.add(take.time());
                } else if (move instanceof Move.Mark mark) {
                    records.add(null);
                    times.add(mark.time());
                }
            }
        }

        @Override
        public void run(SourceContext<Tuple2<String, Long>> context) {
            for (int i = 0; i < times.size(); i++) {
                if (records.get(i) == null) {
                    context.emitWatermark(new Watermark(times.get(i)));
                } else {
                    context.collectWithTimestamp(records.get(i), times.get(i));
                }
            }
        }

        @Override
        public void cancel() {
            // it ends soon
        }
    }

    @Provide
    Arbitrary<WindowCase> casesWithoutClock() {
        return WindowCases.all().filter(each -> {
            WindowCase.Assigner assigner = each.assigner();
            Firing firing = each.trigger().firing();
            boolean byClock = assigner.windows().haveTimes() && !assigner.eventTime();
            return !byClock
                    && firing != Firing.AT_CLOCK_TIME
                    && firing != Firing.CONTINUOUS_CLOCK_TIME
                    && firing != Firing.CUSTOM; // it sets timers of the clock
        });
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return WindowCases.moves();
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void jobsDoAsTheModel(
            @ForAll("casesWithoutClock") WindowCase settings,
            @ForAll("moves") List<Move> moves,
            @ForAll @IntRange(min = 1, max = 4) int parallelism)
            throws Exception {
        NaiveWindows model = new NaiveWindows(settings);
        long reached = Long.MIN_VALUE;
        for (Move move : moves) {
            if (move instanceof Move.Take take) {
                model.add(take.key(), take.value(), take.time());
            } else if (move instanceof Move.Mark mark && mark.time() > reached) {
                // Within a job a watermark is passed on only when it has grown.
                reached = mark.time();
                model.advance(reached);
            }
        }
        model.advance(Long.MAX_VALUE);
        List<String> expected = new ArrayList<>();
        model.results().forEach(each -> expected.add(each.substring(0, each.lastIndexOf('@'))));
        model.asides().forEach(each -> expected.add("aside: " + each));
        if (settings.assigner().windows() != Windows.COUNT
                && settings.assigner().windows() != Windows.SLIDING_COUNT) {
            model.late().forEach(each -> expected.add("late: " + each));
        }
        assertThat(run(settings, moves, parallelism)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @SuppressWarnings("unchecked") // results are only written down
    private static List<String> run(WindowCase settings, List<Move> moves, int parallelism) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        DataStream<Tuple2<String, Long>> records = environment.addSource(new Told(moves), "told", WindowPrograms.TYPE);
        var windows = (SingleOutputStreamOperator<Object>) WindowPrograms.over(records, settings);
        DataStream<String> results = windows.map(WindowRun::text, Types.STRING);
        DataStream<String> asides = windows.getSideOutput(WritesDown.ASIDE).map(each -> "aside: " + each, Types.STRING);
        DataStream<String> late = windows.getSideOutput(WindowPrograms.LATE)
                .map(each -> "late: " + each.f0 + "=" + each.f1, Types.STRING);
        List<String> all = new ArrayList<>();
        try (CloseableIterator<String> each = results.union(asides, late).executeAndCollect()) {
            each.forEachRemaining(all::add);
        }
        return all;
    }

    /** Windows of a millisecond by the real clock: no record comes into one that was computed already. */
    @Test
    void noWindowByTheClockIsComputedTwice() throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        WindowCase settings = new WindowCase(
                new WindowCase.Assigner(Windows.TUMBLING, false, 1, 1, 0),
                new WindowCase.Trigger(Firing.BY_DEFAULT, false, 1),
                new WindowCase.Evictor(WindowCase.Evicting.NOTHING, false, 0),
                0,
                WindowCase.Contents.ELEMENTS,
                false);
        List<String> windows = new ArrayList<>();
        try (CloseableIterator<String> each = environment
                .fromSequence(1, 3_000_000)
                .map(number -> Tuple2.of("a", number), WindowPrograms.TYPE)
                .keyBy(record -> record.f0, Types.STRING)
                .window(TumblingProcessingTimeWindows.of(Duration.ofMillis(1)))
                .process(new WritesDown<>(settings), Types.STRING)
                .map(text -> text.substring(0, text.indexOf(']')), Types.STRING)
                .executeAndCollect()) {
            each.forEachRemaining(windows::add);
        }
        assertThat(windows).isNotEmpty().doesNotHaveDuplicates();
    }
}
