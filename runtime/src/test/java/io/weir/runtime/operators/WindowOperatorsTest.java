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
import io.weir.runtime.operators.windowing.SessionWindowOperator;
import io.weir.runtime.operators.windowing.SlicedWindowOperator;
import io.weir.runtime.operators.windowing.WindowOperator;
import io.weir.runtime.state.OperatorCapture;
import io.weir.runtime.state.OperatorImage;
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
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** All window operators against {@link WindowModel}, over random windows, triggers, lateness and orders of arrival. */
class WindowOperatorsTest {
    private static final OutputTag<Tuple2<String, Long>> LATE = new OutputTag<>("late") {};
    private static final TypeInformation<Tuple2<String, Long>> TYPE = Types.TUPLE(Types.STRING, Types.LONG);

    /** A record, or a watermark if the key is null. */
    record Event(String key, long time, long value) {
        Event(String key, long time) {
            this(key, time, 0);
        }
    }

    /** The operators that compute windows. */
    enum Kind {
        GENERAL,
        SLICED,
        SESSIONS
    }

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

    @Provide
    Arbitrary<WindowModel.Windows> sessions() {
        return windows()
                .map(windows -> new WindowModel.Windows(windows.size(), 0, 0, windows.lateness(), Firing.AT_END, 1, 0));
    }

    /** After which events the operator is captured; the capture is written and another operator starts from it later. */
    @Provide
    Arbitrary<Set<Integer>> captures() {
        return Arbitraries.integers().between(0, 60).set().ofMaxSize(3);
    }

    /** Times wander up with disorder; watermarks follow at any distance, and a few are bold. */
    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Event> event = Combinators.combine(
                        Arbitraries.of("a", "a", "a", "b", "c", null),
                        Arbitraries.longs().between(-10, 10))
                .as((key, time) -> new Event(key, time));
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
            @ForAll("windows") WindowModel.Windows windows,
            @ForAll("events") List<Event> events,
            @ForAll Kept kept,
            @ForAll("captures") Set<Integer> captures)
            throws Exception {
        // the watermark that is told again after a restart would let timers ring that continuous triggers set in the
        // past
        boolean restarts = windows.firing() != Firing.CONTINUOUS;
        compare(windows, events, kept, Kind.GENERAL, restarts ? captures : Set.of());
    }

    @Property(tries = 2000)
    void theSlicedOperatorDoesAsTheModel(
            @ForAll("slices") WindowModel.Windows windows,
            @ForAll("events") List<Event> events,
            @ForAll boolean reduced,
            @ForAll("captures") Set<Integer> captures)
            throws Exception {
        compare(windows, events, reduced ? Kept.REDUCED : Kept.AGGREGATED, Kind.SLICED, captures);
    }

    /** Windows of so many slices that merges of slices are kept. */
    @Provide
    Arbitrary<WindowModel.Windows> manySlices() {
        return Combinators.combine(
                        Arbitraries.longs().between(40, 160),
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.longs().between(-2, 2),
                        Arbitraries.of(0L, 0L, 3L, 30L))
                .as((size, slide, offset, lateness) ->
                        new WindowModel.Windows(size, slide, offset % slide, lateness, Firing.AT_END, 1, 0));
    }

    @Property(tries = 500)
    void windowsOfManySlicesDoAsTheModel(
            @ForAll("manySlices") WindowModel.Windows windows,
            @ForAll("events") List<Event> events,
            @ForAll boolean reduced,
            @ForAll("captures") Set<Integer> captures)
            throws Exception {
        compare(windows, events, reduced ? Kept.REDUCED : Kept.AGGREGATED, Kind.SLICED, captures);
    }

    @Property(tries = 2000)
    void theSessionOperatorDoesAsTheModel(
            @ForAll("sessions") WindowModel.Windows windows,
            @ForAll("events") List<Event> events,
            @ForAll boolean reduced,
            @ForAll("captures") Set<Integer> captures)
            throws Exception {
        compare(windows, events, reduced ? Kept.REDUCED : Kept.AGGREGATED, Kind.SESSIONS, captures);
    }

    private static void compare(
            WindowModel.Windows windows, List<Event> events, Kept kept, Kind kind, Set<Integer> captures)
            throws Exception {
        WindowModel model = new WindowModel(windows, kept != Kept.ELEMENTS);
        Run run = new Run(kept.spec(windowing(windows), kind));
        OperatorCapture capture = null;
        List<Event> since = new ArrayList<>();
        long value = 1;
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (captures.contains(i)) {
                if (capture != null) {
                    run = run.restarted(capture, since);
                }
                since.clear();
                capture = run.captured();
            }
            Event numbered = new Event(event.key(), event.time(), value);
            since.add(numbered);
            int before = run.results.timestamps.size();
            run.take(numbered);
            if (event.key() == null) {
                run.assertInOrderSince(before, windows);
            }
            if (event.key() == null) {
                model.advance(event.time());
            } else {
                model.add(event.key(), value, event.time());
                value = value * 3 % 1_000_003;
            }
            assertThat(run.results.values.stream().sorted().toList()).isEqualTo(model.results());
        }
        if (capture != null) {
            run = run.restarted(capture, since);
        }
        model.advance(1_000_000);
        int before = run.results.timestamps.size();
        run.operator.watermark(Long.MAX_VALUE);
        run.assertInOrderSince(before, windows);
        run.operator.finish();
        run.operator.close();
        assertThat(run.results.values.stream().sorted().toList()).isEqualTo(model.results());
        assertThat(run.late()).isEqualTo(List.copyOf(model.late()));
    }

    /** An operator with what it has yielded so far. */
    private static final class Run {
        private final OperatorSpec<Tuple2<String, Long>, String> spec;
        private final OperatorPlace place;
        private final OperatorPlace.Gathering<String> results = new OperatorPlace.Gathering<>();
        private final Operator<Tuple2<String, Long>, String> operator;
        private long watermark = Long.MIN_VALUE;
        private List<String> resultsBefore = List.of();
        private List<Object> lateBefore = List.of();
        private long watermarkBefore;

        Run(OperatorSpec<Tuple2<String, Long>, String> spec) throws Exception {
            this(spec, OperatorImage.EMPTY);
        }

        private Run(OperatorSpec<Tuple2<String, Long>, String> spec, OperatorImage image) throws Exception {
            this.spec = spec;
            this.place = new OperatorPlace(0, image);
            this.operator = spec.create(place, results);
            operator.open();
        }

        void take(Event event) throws Exception {
            if (event.key() == null) {
                watermark = event.time();
                operator.watermark(watermark);
            } else {
                operator.collect(Tuple2.of(event.key(), event.value()), event.time());
            }
        }

        /** Windows that one watermark ends come in the order of their ends, whatever their keys. */
        void assertInOrderSince(int before, WindowModel.Windows windows) {
            if (windows.firing() == Firing.AT_END || windows.firing() == Firing.AT_END_PURGING) {
                assertThat(results.timestamps.subList(before, results.timestamps.size()))
                        .isSorted();
            }
        }

        OperatorCapture captured() {
            resultsBefore = List.copyOf(results.values);
            lateBefore = List.copyOf(place.side("late").values);
            watermarkBefore = watermark;
            return place.states().capture(1);
        }

        /** Fails, starts again from a capture that was only written now, and takes once more what came since. */
        Run restarted(OperatorCapture capture, List<Event> since) throws Exception {
            operator.close();
            Run next = new Run(spec, OperatorImage.of(capture));
            next.results.values.addAll(resultsBefore);
            next.place.side("late").values.addAll(lateBefore);
            if (watermarkBefore != Long.MIN_VALUE) {
                next.take(new Event(null, watermarkBefore));
            }
            assertThat(next.results.values).isEqualTo(resultsBefore);
            for (Event event : since) {
                next.take(event);
            }
            return next;
        }

        List<Object> late() {
            return place.side("late").values.stream()
                    .<Object>map(each -> ((Tuple2<?, ?>) each).f1)
                    .toList();
        }
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
        Operator<Tuple2<String, Long>, String> operator = Kept.REDUCED
                .spec(windowing, sliced ? Kind.SLICED : Kind.GENERAL)
                .create(place, results);
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
                Windowing<Tuple2<String, Long>, TimeWindow> windowing, Kind kind) {
            Keying<Tuple2<String, Long>, String> keying = new Keying<>(record -> record.f0, Types.STRING);
            return switch (this) {
                case ELEMENTS ->
                    spec(
                            new WindowComputation<>(
                                    keying, windowing, new WindowContents.Elements<>(TYPE), new WriteDown(false)),
                            kind);
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
                            kind);
                case AGGREGATED ->
                    spec(
                            new WindowComputation<>(
                                    keying,
                                    windowing,
                                    new WindowContents.Aggregated<>(new Sum(), TYPE),
                                    new WriteDown(true)),
                            kind);
            };
        }

        private static OperatorSpec<Tuple2<String, Long>, String> spec(
                WindowComputation<String, Tuple2<String, Long>, Tuple2<String, Long>, String, TimeWindow> computation,
                Kind kind) {
            return switch (kind) {
                case GENERAL -> new WindowOperator.Spec<>(computation, TYPE);
                case SLICED -> new SlicedWindowOperator.Spec<>(computation);
                case SESSIONS -> new SessionWindowOperator.Spec<>(computation);
            };
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
