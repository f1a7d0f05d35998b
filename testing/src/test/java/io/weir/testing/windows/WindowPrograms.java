package io.weir.testing.windows;

import io.weir.datastream.DataStream;
import io.weir.datastream.KeyedStream;
import io.weir.datastream.WindowedStream;
import io.weir.functions.AggregateFunction;
import io.weir.functions.OutputTag;
import io.weir.functions.ReduceFunction;
import io.weir.testing.windows.WindowCase.Firing;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.assigners.ProcessingTimeSessionWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.SlidingProcessingTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.assigners.TumblingProcessingTimeWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.CountEvictor;
import io.weir.windowing.evictors.DeltaEvictor;
import io.weir.windowing.evictors.TimeEvictor;
import io.weir.windowing.triggers.ContinuousEventTimeTrigger;
import io.weir.windowing.triggers.ContinuousProcessingTimeTrigger;
import io.weir.windowing.triggers.CountTrigger;
import io.weir.windowing.triggers.DeltaTrigger;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.triggers.ProcessingTimeTrigger;
import io.weir.windowing.triggers.PurgingTrigger;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.TimeWindow;
import io.weir.windowing.windows.Window;
import java.time.Duration;

/** Writes the program of a {@link WindowCase}, as a person would. Stateless. */
final class WindowPrograms {
    static final TypeInformation<Tuple2<String, Long>> TYPE = Types.TUPLE(Types.STRING, Types.LONG);
    static final OutputTag<Tuple2<String, Long>> LATE = new OutputTag<>("late", TYPE);

    private WindowPrograms() {}

    /** Returns what a program makes of records: descriptions, or sums by key. */
    static DataStream<?> over(DataStream<Tuple2<String, Long>> records, WindowCase settings) {
        KeyedStream<Tuple2<String, Long>, String> keyed = records.keyBy(record -> record.f0, Types.STRING);
        WindowCase.Assigner assigner = settings.assigner();
        return switch (assigner.windows()) {
            case COUNT -> computed(keyed.countWindow(assigner.size()), settings);
            case SLIDING_COUNT -> computed(keyed.countWindow(assigner.size(), assigner.slide()), settings);
            case GLOBAL -> windowed(keyed, GlobalWindows.create(), settings);
            case GLOBAL_UNTIL_THE_END -> windowed(keyed, GlobalWindows.createWithEndOfStreamTrigger(), settings);
            default -> timed(keyed, settings);
        };
    }

    private static DataStream<?> timed(KeyedStream<Tuple2<String, Long>, String> keyed, WindowCase settings) {
        WindowAssigner<? super Tuple2<String, Long>, TimeWindow> assigner = assigner(settings.assigner());
        WindowedStream<Tuple2<String, Long>, String, TimeWindow> windows = keyed.window(assigner);
        Firing firing = settings.trigger().firing();
        boolean byEventTime = firing == Firing.AT_EVENT_TIME
                || firing == Firing.BY_DEFAULT && settings.assigner().eventTime();
        boolean byClock = firing == Firing.AT_CLOCK_TIME || firing == Firing.BY_DEFAULT;
        if (byEventTime) {
            trigger(windows, EventTimeTrigger.create(), settings);
        } else if (byClock) {
            trigger(windows, ProcessingTimeTrigger.create(), settings);
        }
        return configured(windows, settings);
    }

    private static <W extends Window> DataStream<?> windowed(
            KeyedStream<Tuple2<String, Long>, String> keyed,
            WindowAssigner<? super Tuple2<String, Long>, W> assigner,
            WindowCase settings) {
        return configured(keyed.window(assigner), settings);
    }

    private static WindowAssigner<? super Tuple2<String, Long>, TimeWindow> assigner(WindowCase.Assigner windows) {
        Duration size = Duration.ofMillis(windows.size());
        Duration slide = Duration.ofMillis(windows.slide());
        Duration offset = Duration.ofMillis(windows.offset());
        boolean eventTime = windows.eventTime();
        long unit = windows.size();
        return switch (windows.windows()) {
            case TUMBLING ->
                eventTime ? TumblingEventTimeWindows.of(size, offset) : TumblingProcessingTimeWindows.of(size, offset);
            case SLIDING ->
                eventTime
                        ? SlidingEventTimeWindows.of(size, slide, offset)
                        : SlidingProcessingTimeWindows.of(size, slide, offset);
            case SESSIONS ->
                eventTime ? EventTimeSessionWindows.withGap(size) : ProcessingTimeSessionWindows.withGap(size);
            default ->
                eventTime
                        ? EventTimeSessionWindows.withDynamicGap(
                                (Tuple2<String, Long> record) -> WindowCase.gap(record.f1, unit, true))
                        : ProcessingTimeSessionWindows.withDynamicGap(
                                (Tuple2<String, Long> record) -> WindowCase.gap(record.f1, unit, false));
        };
    }

    private static <W extends Window> DataStream<?> configured(
            WindowedStream<Tuple2<String, Long>, String, W> windows, WindowCase settings) {
        Duration every = Duration.ofMillis(settings.trigger().every());
        switch (settings.trigger().firing()) {
            case COUNT -> trigger(windows, CountTrigger.of(settings.trigger().every()), settings);
            case CONTINUOUS_EVENT_TIME -> trigger(windows, ContinuousEventTimeTrigger.of(every), settings);
            case CONTINUOUS_CLOCK_TIME -> trigger(windows, ContinuousProcessingTimeTrigger.of(every), settings);
            case DELTA ->
                trigger(windows, DeltaTrigger.of(settings.trigger().every(), WindowPrograms::distance, TYPE), settings);
            case CUSTOM -> trigger(windows, new CustomTrigger<>(), settings);
            default -> {
                // that of the assigner, or one for time windows
            }
        }
        evictor(windows, settings.evictor());
        return computed(
                windows.allowedLateness(Duration.ofMillis(settings.lateness())).sideOutputLateData(LATE), settings);
    }

    private static <T, W extends Window> void trigger(
            WindowedStream<Tuple2<String, Long>, String, W> windows,
            Trigger<? super Tuple2<String, Long>, ? super W> trigger,
            WindowCase settings) {
        windows.trigger(settings.trigger().purging() ? PurgingTrigger.of(trigger) : trigger);
    }

    private static <W extends Window> void evictor(
            WindowedStream<Tuple2<String, Long>, String, W> windows, WindowCase.Evictor evictor) {
        switch (evictor.evicting()) {
            case NOTHING -> {
                // nothing to set
            }
            case COUNT -> windows.evictor(CountEvictor.of(evictor.kept(), evictor.after()));
            case TIME -> windows.evictor(TimeEvictor.of(Duration.ofMillis(evictor.kept()), evictor.after()));
            case DELTA -> windows.evictor(DeltaEvictor.of(evictor.kept(), WindowPrograms::distance, evictor.after()));
        }
    }

    private static double distance(Tuple2<String, Long> first, Tuple2<String, Long> second) {
        return Math.abs(first.f1 - second.f1);
    }

    private static <W extends Window> DataStream<?> computed(
            WindowedStream<Tuple2<String, Long>, String, W> windows, WindowCase settings) {
        WritesDown<W> function = new WritesDown<>(settings);
        return switch (settings.contents()) {
            case ELEMENTS -> windows.process(function, Types.STRING);
            case REDUCED -> windows.reduce(adding(), function, Types.STRING);
            case AGGREGATED -> windows.aggregate(new Sum(), function, TYPE, Types.STRING);
            case ONLY_REDUCED -> windows.reduce(adding());
            case ONLY_AGGREGATED -> windows.aggregate(new Sum());
        };
    }

    /** Adds up in place, which is allowed with what was combined so far. */
    private static ReduceFunction<Tuple2<String, Long>> adding() {
        return (first, second) -> {
            first.f1 += second.f1;
            return first;
        };
    }

    /** Sums up in a mutable accumulator. */
    private static final class Sum
            implements AggregateFunction<Tuple2<String, Long>, Tuple2<String, Long>, Tuple2<String, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<String, Long> createAccumulator() {
            return Tuple2.of("", 0L);
        }

        @Override
        public Tuple2<String, Long> add(Tuple2<String, Long> value, Tuple2<String, Long> accumulator) {
            accumulator.f0 = value.f0;
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
