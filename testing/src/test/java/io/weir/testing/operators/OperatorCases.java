package io.weir.testing.operators;

import static io.weir.testing.operators.OperatorCase.broadcast;
import static io.weir.testing.operators.OperatorCase.one;
import static io.weir.testing.operators.OperatorCase.single;
import static io.weir.testing.operators.OperatorCase.two;

import io.weir.datastream.AsyncDataStream;
import io.weir.datastream.DataStream;
import io.weir.datastream.KeyedStream;
import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.ProcessFunction;
import io.weir.functions.async.AsyncFunction;
import io.weir.time.WatermarkStrategy;
import io.weir.types.Types;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.SlidingProcessingTimeWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.assigners.TumblingProcessingTimeWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.CountEvictor;
import io.weir.windowing.triggers.ContinuousEventTimeTrigger;
import io.weir.windowing.triggers.CountTrigger;
import io.weir.windowing.triggers.PurgingTrigger;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The operators of the house that take records in flight, each in the ways that programs can ask for. */
final class OperatorCases {
    private static final List<WindowAssigner<Object, TimeWindow>> SOME_ASSIGNERS =
            List.of(SlidingEventTimeWindows.of(millis(50), millis(20)), EventTimeSessionWindows.withGap(millis(15)));

    private static final List<WindowAssigner<Object, TimeWindow>> ASSIGNERS = List.of(
            TumblingEventTimeWindows.of(millis(40)),
            TumblingEventTimeWindows.of(millis(40), millis(7)),
            SlidingEventTimeWindows.of(millis(60), millis(20)),
            SOME_ASSIGNERS.get(0),
            SOME_ASSIGNERS.get(1),
            TumblingProcessingTimeWindows.of(millis(40)),
            SlidingProcessingTimeWindows.of(millis(60), millis(20)));

    private OperatorCases() {}

    static Stream<OperatorCase> all() {
        return Stream.of(plain(), keyed(), windows(ASSIGNERS), moreWindows(), twoInputs())
                .flatMap(List::stream);
    }

    /** Those of which it matters where state by key is kept, each kind once. */
    static Stream<OperatorCase> withKeys() {
        return Stream.of(keyed(), windows(SOME_ASSIGNERS), moreWindows(), twoInputs())
                .flatMap(List::stream);
    }

    private static List<OperatorCase> plain() {
        AsyncFunction<Event, String> answer = (event, result) -> result.complete(List.of(event + "!"));
        return List.of(
                one("map", events -> events.map(Event::toString)),
                one("flatMap", events -> events.flatMap(new Twice(), Types.STRING)),
                one("filter", events -> events.filter(event -> event.number % 2 == 0)),
                one("process", events -> events.process(new Timestamps())),
                one("map with operator state", events -> events.map(new CaseFunctions.Numbered())),
                one(
                        "timestamps",
                        events ->
                                events.assignTimestampsAndWatermarks(WatermarkStrategy.<Event>forMonotonousTimestamps()
                                        .withTimestampAssigner((event, timestamp) -> event.time))),
                one("async ordered", events -> AsyncDataStream.orderedWait(events, answer, 1, TimeUnit.MINUTES, 3)),
                one(
                        "async unordered",
                        events -> AsyncDataStream.unorderedWait(events, answer, 1, TimeUnit.MINUTES, 3)));
    }

    private static List<OperatorCase> keyed() {
        return List.of(
                one("reduce", events -> byKey(events).reduce(Event::plus)),
                one("reduce in place", events -> byKey(events).reduce(Event::add)),
                one("state and timers", events -> byKey(events).process(new CaseFunctions.Everything())));
    }

    private static KeyedStream<Event, String> byKey(DataStream<Event> events) {
        return events.keyBy(Event::key);
    }

    private static List<OperatorCase> windows(List<WindowAssigner<Object, TimeWindow>> assigners) {
        List<OperatorCase> cases = new ArrayList<>();
        for (WindowAssigner<Object, TimeWindow> assigner : assigners) {
            cases.add(one(
                    assigner + " reduce",
                    events -> byKey(events).window(assigner).reduce(Event::plus)));
            cases.add(one(assigner + " reduce in place", events -> byKey(events)
                    .window(assigner)
                    .allowedLateness(millis(30))
                    .reduce(Event::add)));
            cases.add(one(
                    assigner + " aggregate and process",
                    events -> byKey(events).window(assigner).aggregate(new Count(), new CaseFunctions.Describe())));
            cases.add(one(assigner + " apply", events -> byKey(events)
                    .window(assigner)
                    .allowedLateness(millis(30))
                    .apply(OperatorCases::print, Types.STRING)));
            cases.add(single(
                    assigner + " of all", events -> events.windowAll(assigner).reduce(Event::plus)));
        }
        return cases;
    }

    private static List<OperatorCase> moreWindows() {
        return List.of(
                one("count window", events -> byKey(events).countWindow(3).reduce(Event::plus)),
                one(
                        "sliding count window",
                        events -> byKey(events).countWindow(5, 2).reduce(Event::plus)),
                one("purging trigger", events -> byKey(events)
                        .window(GlobalWindows.create())
                        .trigger(PurgingTrigger.of(CountTrigger.of(2)))
                        .apply((key, window, all, out) -> out.collect(key + all), Types.STRING)),
                one("continuous trigger", events -> byKey(events)
                        .window(TumblingEventTimeWindows.of(millis(100)))
                        .trigger(ContinuousEventTimeTrigger.of(millis(20)))
                        .reduce(Event::plus)),
                one("evictor", events -> byKey(events)
                        .window(TumblingEventTimeWindows.of(millis(50)))
                        .evictor(CountEvictor.of(2))
                        .apply(OperatorCases::print, Types.STRING)));
    }

    private static List<OperatorCase> twoInputs() {
        return List.of(
                two("coMap", events -> events.connect(events).map(new CaseFunctions.Sides())),
                two(
                        "keyed coProcess",
                        events -> byKey(events).connect(byKey(events)).process(new CaseFunctions.Meeting())),
                two("interval join", events -> byKey(events)
                        .intervalJoin(byKey(events))
                        .between(millis(-20), millis(30))
                        .process(new CaseFunctions.Pairs())),
                broadcast("broadcast", events -> events.connect(events.broadcast(CaseFunctions.RULES))
                        .process(new CaseFunctions.Ruled())),
                broadcast("keyed broadcast", events -> byKey(events)
                        .connect(events.broadcast(CaseFunctions.RULES))
                        .process(new CaseFunctions.RuledByKey())));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static void print(String key, TimeWindow window, Iterable<Event> events, Collector<String> out) {
        List<String> texts = new ArrayList<>();
        events.forEach(event -> texts.add(event.toString()));
        texts.sort(null);
        out.collect(key + window + texts);
    }

    /** Emits each record twice. */
    private static final class Twice implements io.weir.functions.FlatMapFunction<Event, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Event value, Collector<String> out) {
            out.collect(value + "a");
            out.collect(value + "b");
        }
    }

    /** Tells timestamps. */
    private static final class Timestamps extends ProcessFunction<Event, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Event value, Context context, Collector<String> out) {
            out.collect(value + " " + context.timestamp() + " "
                    + context.timerService().currentWatermark());
        }
    }

    /** Counts, and adds numbers up. */
    private static final class Count implements AggregateFunction<Event, int[], String> {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] createAccumulator() {
            return new int[2];
        }

        @Override
        public int[] add(Event value, int[] accumulator) {
            accumulator[0]++;
            accumulator[1] += value.number;
            return accumulator;
        }

        @Override
        public String getResult(int[] accumulator) {
            return accumulator[0] + "/" + accumulator[1];
        }

        @Override
        public int[] merge(int[] first, int[] second) {
            first[0] += second[0];
            first[1] += second[1];
            return first;
        }
    }
}
