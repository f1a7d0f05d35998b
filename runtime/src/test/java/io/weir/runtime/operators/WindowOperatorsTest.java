package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessWindowFunction;
import io.weir.plan.Keying;
import io.weir.plan.WindowComputation;
import io.weir.plan.WindowContents;
import io.weir.plan.Windowing;
import io.weir.runtime.operators.WindowModel.Firing;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.SlidingProcessingTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.CountEvictor;
import io.weir.windowing.triggers.ContinuousEventTimeTrigger;
import io.weir.windowing.triggers.CountTrigger;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.triggers.ProcessingTimeTrigger;
import io.weir.windowing.triggers.PurgingTrigger;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Both window operators against {@link WindowModel}, over random windows, triggers, lateness and orders of arrival. */
class WindowOperatorsTest {
    private static final OutputTag<Tuple2<String, Long>> LATE = new OutputTag<>("late") {};
    private static final TypeInformation<Tuple2<String, Long>> TYPE = Types.TUPLE(Types.STRING, Types.LONG);

    /** A record, or a watermark if the key is null. */
    record Event(String key, long time) {}

    @Provide
    Arbitrary<WindowModel.Windows> windows() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 20),
                        Arbitraries.longs().between(0, 12),
                        Arbitraries.longs().between(-11, 11),
                        Arbitraries.of(0L, 0L, 3L, 17L),
                        Arbitraries.of(Firing.values()),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of(0, 0, 2))
                .as((size, slide, offset, lateness, firing, every, evicted) -> new WindowModel.Windows(
                        size,
                        slide,
                        slide == 0 ? 0 : offset % slide,
                        lateness,
                        firing,
                        every,
                        // the order of records in sessions that have merged is not fixed, so neither are the last ones
                        slide == 0 ? 0 : evicted));
    }

    @Provide
    Arbitrary<WindowModel.Windows> slices() {
        return windows()
                .filter(windows -> !windows.sessions())
                .map(windows -> new WindowModel.Windows(
                        windows.size(), windows.slide(), windows.offset(), windows.lateness(), Firing.AT_END, 1, 0));
    }

    /** Times wander up with disorder; watermarks follow at any distance, and a few are bold. */
    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Event> event = Combinators.combine(
                        Arbitraries.of("a", "a", "a", "b", "c", null),
                        Arbitraries.longs().between(-10, 10))
                .as(Event::new);
        return event.list().ofMaxSize(60).map(WindowOperatorsTest::wandering);
    }

    private static List<Event> wandering(List<Event> steps) {
        List<Event> events = new ArrayList<>();
        long base = -20;
        long watermark = Long.MIN_VALUE;
        for (Event step : steps) {
            base += 1;
            if (step.key() == null) {
                watermark = Math.max(watermark, base + step.time());
                events.add(new Event(null, watermark));
            } else {
                events.add(new Event(step.key(), base + step.time()));
            }
        }
        return events;
    }

    @Property(tries = 2000)
    void theGeneralOperatorDoesAsTheModel(
            @ForAll("windows") WindowModel.Windows windows, @ForAll("events") List<Event> events, @ForAll Kept kept)
            throws Exception {
        compare(windows, events, kept, false);
    }

    @Property(tries = 2000)
    void theSlicedOperatorDoesAsTheModel(
            @ForAll("slices") WindowModel.Windows windows,
            @ForAll("events") List<Event> events,
            @ForAll boolean reduced)
            throws Exception {
        compare(windows, events, reduced ? Kept.REDUCED : Kept.AGGREGATED, true);
    }

    private static void compare(WindowModel.Windows windows, List<Event> events, Kept kept, boolean sliced)
            throws Exception {
        WindowModel model = new WindowModel(windows, kept != Kept.ELEMENTS);
        OperatorPlace place = new OperatorPlace(0);
        OperatorPlace.Gathering<String> results = new OperatorPlace.Gathering<>();
        Operator<Tuple2<String, Long>, String> operator =
                kept.spec(windowing(windows), sliced).create(place, results);
        operator.open();
        long value = 1;
        for (Event event : events) {
            if (event.key() == null) {
                model.advance(event.time());
                operator.watermark(event.time());
            } else {
                model.add(event.key(), value, event.time());
                operator.collect(Tuple2.of(event.key(), value), event.time());
                value = value * 3 % 1_000_003;
            }
            assertThat(results.values.stream().sorted().toList()).isEqualTo(model.results());
        }
        model.advance(1_000_000);
        operator.watermark(Long.MAX_VALUE);
        operator.finish();
        operator.close();
        assertThat(results.values.stream().sorted().toList()).isEqualTo(model.results());
        assertThat(place.side("late").values.stream()
                        .<Object>map(each -> ((Tuple2<?, ?>) each).f1)
                        .toList())
                .isEqualTo(List.copyOf(model.late()));
    }

    /** By the clock windows end as by a watermark of one moment before, and nothing is late. */
    @Property(tries = 500)
    void windowsByTheClockDoAsTheModel(
            @ForAll("slices") WindowModel.Windows windows, @ForAll("events") List<Event> events, @ForAll boolean sliced)
            throws Exception {
        // moments of the clock are multiples of ten, and so are windows, so that no timer is due at the moment of a
        // record
        WindowModel.Windows byClock = new WindowModel.Windows(
                windows.size() * 10, windows.slide() * 10, windows.offset() * 10, 0, Firing.AT_END, 1, 0);
        WindowModel model = new WindowModel(byClock, true);
        OperatorPlace place = new OperatorPlace(0);
        OperatorPlace.Gathering<String> results = new OperatorPlace.Gathering<>();
        Windowing<Tuple2<String, Long>, TimeWindow> windowing = new Windowing<>(
                SlidingProcessingTimeWindows.of(
                        millis(byClock.size()), millis(byClock.slide()), millis(byClock.offset())),
                ProcessingTimeTrigger.create(),
                null,
                0,
                null);
        Operator<Tuple2<String, Long>, String> operator =
                Kept.REDUCED.spec(windowing, sliced).create(place, results);
        operator.open();
        long now = 0;
        long value = 1;
        for (Event event : events) {
            now += Math.abs(event.time()) * 10;
            place.advanceClock(now);
            model.advance(now - 1);
            if (event.key() != null) {
                model.add(event.key(), value, now);
                operator.collect(Tuple2.of(event.key(), value++), Output.NO_TIMESTAMP);
            }
            assertThat(results.values.stream().sorted().toList()).isEqualTo(model.results());
        }
        operator.close();
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    private static Windowing<Tuple2<String, Long>, TimeWindow> windowing(WindowModel.Windows windows) {
        return new Windowing<>(
                assigner(windows),
                trigger(windows),
                windows.evicted() == 0 ? null : CountEvictor.of(windows.evicted()),
                windows.lateness(),
                LATE);
    }

    private static WindowAssigner<Object, TimeWindow> assigner(WindowModel.Windows windows) {
        if (windows.sessions()) {
            return EventTimeSessionWindows.withGap(millis(windows.size()));
        }
        return windows.size() == windows.slide()
                ? TumblingEventTimeWindows.of(millis(windows.size()), millis(windows.offset()))
                : SlidingEventTimeWindows.of(millis(windows.size()), millis(windows.slide()), millis(windows.offset()));
    }

    private static Trigger<Object, TimeWindow> trigger(WindowModel.Windows windows) {
        return switch (windows.firing()) {
            case AT_END -> EventTimeTrigger.create();
            case AT_END_PURGING -> PurgingTrigger.of(EventTimeTrigger.create());
            case COUNT -> CountTrigger.of(windows.every());
            case COUNT_PURGING -> PurgingTrigger.of(CountTrigger.of(windows.every()));
            case CONTINUOUS -> ContinuousEventTimeTrigger.of(millis(windows.every()));
        };
    }

    /** What windows keep of their records. */
    enum Kept {
        ELEMENTS,
        REDUCED,
        AGGREGATED;

        OperatorSpec<Tuple2<String, Long>, String> spec(
                Windowing<Tuple2<String, Long>, TimeWindow> windowing, boolean sliced) {
            Keying<Tuple2<String, Long>, String> keying = new Keying<>(record -> record.f0, Types.STRING);
            return switch (this) {
                case ELEMENTS ->
                    spec(
                            new WindowComputation<>(
                                    keying, windowing, new WindowContents.Elements<>(TYPE), new WriteDown(false)),
                            sliced);
                case REDUCED ->
                    spec(
                            new WindowComputation<>(
                                    keying,
                                    windowing,
                                    new WindowContents.Reduced<>(
                                            (first, second) -> {
                                                // what was combined so far may be changed in place
                                                first.f1 += second.f1;
                                                return first;
                                            },
                                            TYPE),
                                    new WriteDown(true)),
                            sliced);
                case AGGREGATED ->
                    spec(
                            new WindowComputation<>(
                                    keying,
                                    windowing,
                                    new WindowContents.Aggregated<>(new Sum(), TYPE),
                                    new WriteDown(true)),
                            sliced);
            };
        }

        private static OperatorSpec<Tuple2<String, Long>, String> spec(
                WindowComputation<String, Tuple2<String, Long>, Tuple2<String, Long>, String, TimeWindow> computation,
                boolean sliced) {
            return sliced ? new SlicedWindowOperator.Spec<>(computation) : new WindowOperator.Spec<>(computation, TYPE);
        }
    }

    private static final class WriteDown
            extends ProcessWindowFunction<Tuple2<String, Long>, String, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        private final boolean summed;

        WriteDown(boolean summed) {
            this.summed = summed;
        }

        @Override
        public void process(
                String key, Context context, Iterable<Tuple2<String, Long>> elements, Collector<String> out) {
            List<Long> values = new ArrayList<>();
            for (Tuple2<String, Long> element : elements) {
                values.add(element.f1);
                // whoever is given an object may change it
                element.f1 = -1_000_000_000L;
            }
            TimeWindow window = context.window();
            out.collect(WindowModel.result(key, window.getStart(), window.getEnd(), values, summed));
        }
    }

    /** Sums up in a mutable accumulator. */
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
            return Tuple2.of(accumulator.f0, accumulator.f1);
        }

        @Override
        public Tuple2<String, Long> merge(Tuple2<String, Long> first, Tuple2<String, Long> second) {
            first.f1 += second.f1;
            return first;
        }
    }
}
