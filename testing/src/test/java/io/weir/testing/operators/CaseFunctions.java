package io.weir.testing.operators;

import io.weir.functions.BroadcastProcessFunction;
import io.weir.functions.CoMapFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedBroadcastProcessFunction;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.ProcessJoinFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.RichMapFunction;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.time.TimeDomain;
import io.weir.windowing.windows.TimeWindow;

/** Functions of {@link OperatorCases} that keep state. */
final class CaseFunctions {
    static final MapStateDescriptor<String, Integer> RULES =
            new MapStateDescriptor<>("rules", String.class, Integer.class);

    private CaseFunctions() {}

    /** Uses all kinds of state, and timers of both times. */
    static final class Everything extends KeyedProcessFunction<String, Event, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Event> latest;
        private transient ListState<Integer> numbers;
        private transient MapState<Integer, Event> byRemainder;
        private transient ReducingState<Integer> sum;

        @Override
        public void open(OpenContext openContext) {
            latest = getRuntimeContext().getState(new ValueStateDescriptor<>("latest", Event.class));
            numbers = getRuntimeContext().getListState(new ListStateDescriptor<>("numbers", Integer.class));
            byRemainder =
                    getRuntimeContext().getMapState(new MapStateDescriptor<>("remainders", Integer.class, Event.class));
            sum = getRuntimeContext()
                    .getReducingState(new ReducingStateDescriptor<>("sum", Integer::sum, Integer.class));
        }

        @Override
        public void processElement(Event value, Context context, Collector<String> out) throws Exception {
            numbers.add(value.number);
            sum.add(value.number);
            out.collect(value + " after " + latest.value() + " " + byRemainder.get(value.number % 3) + " " + sum.get());
            latest.update(value);
            byRemainder.put(value.number % 3, value);
            context.timerService().registerEventTimeTimer(value.time + 25);
            context.timerService()
                    .registerProcessingTimeTimer(context.timerService().currentProcessingTime() + 55);
            if (value.number % 4 == 0) {
                context.timerService().deleteEventTimeTimer(value.time + 25);
            }
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            out.collect(context.getCurrentKey() + " " + context.timeDomain() + " " + timestamp + numbers.get());
            if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
                numbers.clear();
                byRemainder.clear();
            }
        }
    }

    /** Numbers records, and goes on where it was. */
    static final class Numbered extends RichMapFunction<Event, String> implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private transient ListState<Long> kept;
        private long count;

        @Override
        public String map(Event value) {
            count++;
            return value.toString();
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            kept.clear();
            kept.add(count);
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            kept = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("count", Long.class));
            count = 0;
            for (long each : kept.get()) {
                count += each;
            }
            if (context.isRestored() && count < 0) {
                throw new IllegalStateException("count " + count);
            }
        }
    }

    /** Names the window, and counts a key's windows. */
    static final class Describe extends ProcessWindowFunction<String, String, String, TimeWindow> {
        private static final long serialVersionUID = 1L;
        private static final ValueStateDescriptor<Integer> WINDOWS = new ValueStateDescriptor<>("n", Integer.class);

        @Override
        public void process(String key, Context context, Iterable<String> elements, Collector<String> out)
                throws Exception {
            ValueState<Integer> windows = context.globalState().getState(WINDOWS);
            windows.update(windows.value() == null ? 1 : windows.value() + 1);
            // Not which of a key's windows was the first: those that a watermark ends together come in any order.
            out.collect(key + context.window() + elements.iterator().next() + (windows.value() > 0));
        }
    }

    /** Tells the sides apart. */
    static final class Sides implements CoMapFunction<Event, Event, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String map1(Event value) {
            return "first " + value;
        }

        @Override
        public String map2(Event value) {
            return "second " + value;
        }
    }

    /** Tells of the latest record of the other side, and of timers. */
    static final class Meeting extends KeyedCoProcessFunction<String, Event, Event, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Event> first;
        private transient ValueState<Event> second;

        @Override
        public void open(OpenContext openContext) {
            first = getRuntimeContext().getState(new ValueStateDescriptor<>("first", Event.class));
            second = getRuntimeContext().getState(new ValueStateDescriptor<>("second", Event.class));
        }

        @Override
        public void processElement1(Event value, Context context, Collector<String> out) throws Exception {
            out.collect("first " + value + " " + second.value());
            first.update(value);
            context.timerService().registerEventTimeTimer(value.time + 10);
        }

        @Override
        public void processElement2(Event value, Context context, Collector<String> out) throws Exception {
            out.collect("second " + value + " " + first.value());
            second.update(value);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            out.collect(context.getCurrentKey() + timestamp + first.value() + second.value());
        }
    }

    /** Names both. */
    static final class Pairs extends ProcessJoinFunction<Event, Event, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Event left, Event right, Context context, Collector<String> out) {
            out.collect(left + " " + right);
        }
    }

    /** Tells the rule of a record's key. */
    static final class Ruled extends BroadcastProcessFunction<Event, Event, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Event value, ReadOnlyContext context, Collector<String> out) throws Exception {
            out.collect(value + " " + context.getBroadcastState(RULES).get(value.key));
        }

        @Override
        public void processBroadcastElement(Event value, Context context, Collector<String> out) throws Exception {
            context.getBroadcastState(RULES).put(value.key, value.number);
        }
    }

    /** Tells the rule of a record's key and how many records the key had; rules can start the count anew. */
    static final class RuledByKey extends KeyedBroadcastProcessFunction<String, Event, Event, String> {
        private static final long serialVersionUID = 1L;
        private static final ValueStateDescriptor<Integer> COUNT = new ValueStateDescriptor<>("count", Integer.class);

        private transient ValueState<Integer> count;

        @Override
        public void open(OpenContext openContext) {
            count = getRuntimeContext().getState(COUNT);
        }

        @Override
        public void processElement(Event value, ReadOnlyContext context, Collector<String> out) throws Exception {
            count.update(count.value() == null ? 1 : count.value() + 1);
            out.collect(value + " " + context.getBroadcastState(RULES).get(value.key) + " " + count.value());
            context.timerService().registerEventTimeTimer(value.time + 10);
        }

        @Override
        public void processBroadcastElement(Event value, Context context, Collector<String> out) throws Exception {
            context.getBroadcastState(RULES).put(value.key, value.number);
            if (value.number % 5 == 0) {
                context.applyToKeyedState(COUNT, (key, state) -> state.clear());
            }
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            out.collect(context.getCurrentKey() + timestamp + " " + count.value());
        }
    }
}
