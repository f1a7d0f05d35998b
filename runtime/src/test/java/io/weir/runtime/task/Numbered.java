package io.weir.runtime.task;

import io.weir.functions.TaskInfo;
import io.weir.runtime.operators.HeadOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.state.StateBackend;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sources that number their records, and sinks that count them by source; both keep that as state, so that a checkpoint
 * shows on which side of it each record was.
 */
final class Numbered {
    static final TypeInformation<Tuple2<Integer, Long>> TYPE = Types.TUPLE(Types.INT, Types.LONG);

    private static final ListStateDescriptor<Tuple2<Integer, Long>> COUNTS = new ListStateDescriptor<>("counts", TYPE);

    /** What tests do to operators, and what these tell, by the name of the test. */
    private static final Map<String, Control> CONTROLS = new ConcurrentHashMap<>();

    private Numbered() {}

    /** What a test does to its operators, and what these tell. Any thread. */
    static final class Control {
        /** How many records each source may emit; it waits there. */
        final Map<Integer, AtomicLong> allowed = new ConcurrentHashMap<>();

        /** What sinks have counted, in all. */
        final AtomicLong counted = new AtomicLong();

        final List<String> events = Collections.synchronizedList(new ArrayList<>());

        /** What each sink had counted when it finished. */
        final List<Map<Integer, Long>> results = Collections.synchronizedList(new ArrayList<>());

        private final List<Runnable> wakes = Collections.synchronizedList(new ArrayList<>());

        /** Sinks take no further input while it is set. Written by the test, read by the sinks. */
        volatile boolean blocked;

        /** Lets sinks go on. */
        void unblock() {
            blocked = false;
            List.copyOf(wakes).forEach(Runnable::run);
        }

        static Control of(String name) {
            return CONTROLS.computeIfAbsent(name, none -> new Control());
        }

        void allow(int subtask, long records) {
            allowed.computeIfAbsent(subtask, none -> new AtomicLong()).set(records);
        }

        long allowedOf(int subtask) {
            return allowed.computeIfAbsent(subtask, none -> new AtomicLong()).get();
        }
    }

    /** Returns what was counted by source, as an operator has kept it. */
    static Map<Integer, Long> counts(OperatorImage image) {
        OperatorStates states = new OperatorStates(
                new HeapStateBackend(),
                new StateBackend.Place(KeyGroupRange.of(1, 1, 0), () -> 0, Numbered.class.getClassLoader(), image));
        return read(states);
    }

    private static Map<Integer, Long> read(OperatorStates states) {
        Map<Integer, Long> counts = new HashMap<>();
        try {
            states.ofInstance().getListState(COUNTS).get().forEach(each -> counts.merge(each.f0, each.f1, Long::sum));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return counts;
    }

    private static void keep(OperatorContext context, Map<Integer, Long> counts) throws Exception {
        ListState<Tuple2<Integer, Long>> state = context.states().ofInstance().getListState(COUNTS);
        List<Tuple2<Integer, Long>> all = new ArrayList<>();
        counts.forEach((source, count) -> all.add(Tuple2.of(source, count)));
        state.update(all);
    }

    /** Emits (instance, number) as far as it is allowed to, up to an end. */
    record Source(String control, long end) implements OperatorSpec<Void, Tuple2<Integer, Long>> {
        @Override
        public Operator<Void, Tuple2<Integer, Long>> create(
                OperatorContext context, Output<Tuple2<Integer, Long>> output) {
            TaskInfo task = context.runtimeContext().getTaskInfo();
            return new Emitting(context, output, Control.of(control), end, task.indexOfThisSubtask());
        }
    }

    private static final class Emitting extends HeadOperator<Tuple2<Integer, Long>> {
        private final OperatorContext context;
        private final OutputRoom room;
        private final Control control;
        private final long end;
        private final int subtask;
        private long next;

        Emitting(
                OperatorContext context, Output<Tuple2<Integer, Long>> output, Control control, long end, int subtask) {
            super(output);
            this.context = context;
            this.room = context.outputRoom();
            this.control = control;
            this.end = end;
            this.subtask = subtask;
        }

        @Override
        public void open() {
            next = read(context.states()).getOrDefault(subtask, 0L);
            control.events.add("source " + subtask + " starts at " + next);
        }

        @Override
        public boolean step() throws Exception {
            long limit = Math.min(end, control.allowedOf(subtask));
            long before = next;
            while (next < limit && next < before + 100 && !room.isStepOver()) {
                output.collect(Tuple2.of(subtask, next++), NO_TIMESTAMP);
            }
            return next > before;
        }

        @Override
        public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
            keep(context, Map.of(subtask, next));
        }

        @Override
        public void checkpointCompleted(long checkpointId) {
            control.events.add("source " + subtask + " completed " + checkpointId);
        }

        @Override
        public void checkpointAborted(long checkpointId) {
            control.events.add("source " + subtask + " aborted " + checkpointId);
        }

        @Override
        public long emitted() {
            return next;
        }

        @Override
        public boolean hasWork() {
            // Asked again and again: the test changes it from outside.
            context.wake();
            return next < Math.min(end, control.allowedOf(subtask));
        }

        @Override
        public boolean isFinished() {
            return next == end;
        }
    }

    /** Counts records by source. */
    record Sink(String control) implements OperatorSpec<Tuple2<Integer, Long>, Void> {
        @Override
        public Operator<Tuple2<Integer, Long>, Void> create(OperatorContext context, Output<Void> output) {
            return new Counting(context, output, Control.of(control));
        }
    }

    private static final class Counting extends Operator<Tuple2<Integer, Long>, Void> {
        private final OperatorContext context;
        private final Control control;
        private final Map<Integer, Long> counts = new HashMap<>();

        Counting(OperatorContext context, Output<Void> output, Control control) {
            super(output);
            this.context = context;
            this.control = control;
        }

        @Override
        public void open() {
            control.wakes.add(context::wake);
            counts.putAll(read(context.states()));
        }

        @Override
        public void collect(Tuple2<Integer, Long> value, long timestamp) {
            if (control.blocked) {
                context.outputRoom().exhaust(() -> !control.blocked);
            }
            counts.merge(value.f0, 1L, Long::sum);
            control.counted.incrementAndGet();
        }

        @Override
        public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
            keep(context, counts);
        }

        @Override
        public void finish() {
            control.results.add(Map.copyOf(counts));
            control.events.add("sink finished");
        }
    }
}
