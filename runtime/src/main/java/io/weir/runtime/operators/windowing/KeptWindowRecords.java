package io.weir.runtime.operators.windowing;

import io.weir.plan.WindowContents;
import io.weir.runtime.state.NamespacedStateStore;
import io.weir.serialization.TypeSerializer;
import io.weir.state.AggregateOperation;
import io.weir.state.AggregatingState;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.windowing.windows.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The ways to keep the records of windows without an evictor. The task's thread owns them. */
final class KeptWindowRecords {
    private KeptWindowRecords() {}

    /** Returns copies of records that can change. */
    static <T> Iterable<T> copies(Iterable<T> records, TypeSerializer<T> serializer) {
        List<T> copies = new ArrayList<>();
        for (T each : records) {
            copies.add(each == null ? null : serializer.copy(each));
        }
        return copies;
    }

    /** All records. */
    static final class Elements<T, W extends Window> extends WindowRecords<T, T, W> {
        private final ListState<T> list;
        private final TypeSerializer<T> serializer;

        Elements(NamespacedStateStore<W> states, TypeInformation<T> type) {
            super(states);
            this.list = states.getListState(new ListStateDescriptor<>(STATE_NAME, type));
            this.serializer = type.createSerializer();
        }

        @Override
        void add(T value, long timestamp) {
            list.add(value);
        }

        @Override
        void compute(W window, boolean kept, WindowCalls<?, T, ?, W> calls) throws Exception {
            Iterable<T> all = list.get();
            if (all != null && all.iterator().hasNext()) {
                calls.compute(window, kept && !serializer.isImmutable() ? copies(all, serializer) : all);
            }
        }
    }

    /** The records combined into one. */
    static final class Reduced<T, W extends Window> extends WindowRecords<T, T, W> {
        private final ReducingState<T> state;
        private final TypeSerializer<T> serializer;

        Reduced(NamespacedStateStore<W> states, WindowContents.Reduced<T> contents) {
            super(states);
            this.state = states.getReducingState(
                    new ReducingStateDescriptor<>(STATE_NAME, contents.function(), contents.type()));
            this.serializer = contents.type().createSerializer();
        }

        @Override
        void add(T value, long timestamp) {
            state.add(value);
        }

        @Override
        void compute(W window, boolean kept, WindowCalls<?, T, ?, W> calls) throws Exception {
            T value = state.get();
            if (value != null) {
                boolean copy = kept && !serializer.isImmutable();
                calls.compute(window, Collections.singletonList(copy ? serializer.copy(value) : value));
            }
        }
    }

    /** The records in an accumulator. */
    static final class Aggregated<T, A, R, W extends Window> extends WindowRecords<T, R, W> {
        private final AggregatingState<T, R> state;
        private final Aggregate<T, A, R> aggregate;

        Aggregated(NamespacedStateStore<W> states, WindowContents.Aggregated<T, A, R> contents) {
            super(states);
            this.aggregate = new Aggregate<>(contents);
            this.state = states.getAggregatingState(
                    new AggregatingStateDescriptor<>(STATE_NAME, aggregate, contents.accumulatorType()));
        }

        @Override
        void add(T value, long timestamp) {
            state.add(value);
        }

        @Override
        void compute(W window, boolean kept, WindowCalls<?, R, ?, W> calls) throws Exception {
            aggregate.kept = kept;
            R result = state.get();
            if (result != null) {
                calls.compute(window, Collections.singletonList(result));
            }
        }
    }

    /** Makes results of copies of accumulators that are kept: a result may be the accumulator, or a part of it. */
    private static final class Aggregate<T, A, R> implements AggregateOperation<T, A, R> {
        private static final long serialVersionUID = 1L;

        private final AggregateOperation<T, A, R> function;
        private final transient TypeSerializer<A> serializer;
        private boolean kept;

        Aggregate(WindowContents.Aggregated<T, A, R> contents) {
            this.function = contents.function();
            this.serializer = contents.accumulatorType().createSerializer();
        }

        @Override
        public A createAccumulator() {
            return function.createAccumulator();
        }

        @Override
        public A add(T value, A accumulator) {
            return function.add(value, accumulator);
        }

        @Override
        public R getResult(A accumulator) {
            return function.getResult(kept ? serializer.copy(accumulator) : accumulator);
        }

        @Override
        public A merge(A first, A second) {
            return SliceAggregate.merge(function, first, second);
        }
    }
}
