package io.weir.runtime.state;

import io.weir.state.AggregateOperation;
import io.weir.state.AggregatingState;
import io.weir.state.ListState;
import io.weir.state.ReduceOperation;
import io.weir.state.ReducingState;
import io.weir.state.ValueState;
import java.util.ArrayList;
import java.util.List;

/** The kinds of state, but maps, whose values end when they are not used. The task's thread owns them. */
final class ExpiringStates {
    private ExpiringStates() {}

    /** One value. */
    record Value<T>(Expiry expiry) implements ValueState<T> {
        @Override
        @SuppressWarnings("unchecked") // only update() writes here
        public T value() {
            return (T) expiry.value();
        }

        @Override
        public void update(T value) {
            expiry.used();
            expiry.set(value);
        }

        @Override
        public void clear() {
            expiry.clear();
        }
    }

    /** A list; each element ends by itself. */
    record Elements<T>(Expiry expiry) implements ListState<T> {
        @Override
        @SuppressWarnings("unchecked") // only add() and the like write here
        public Iterable<T> get() {
            expiry.used();
            List<Expiring> kept = expiry.slots().own(expiry.slot());
            if (kept == null) {
                return List.of();
            }
            long now = expiry.now();
            List<Object> seen = new ArrayList<>(kept.size());
            List<Expiring> live = new ArrayList<>(kept.size());
            for (Expiring each : kept) {
                if (expiry.isVisible(each, now)) {
                    seen.add(each.value());
                }
                if (!expiry.isOver(each, now)) {
                    live.add(expiry.readingCounts() ? new Expiring(each.value(), now) : each);
                }
            }
            if (live.size() < kept.size() || expiry.readingCounts()) {
                expiry.slots().set(expiry.slot().place(), live.isEmpty() ? null : live);
            }
            return (Iterable<T>) seen;
        }

        @Override
        public void add(T value) {
            expiry.used();
            own().add(new Expiring(PlainStates.present(value), expiry.now()));
        }

        @Override
        public void addAll(List<T> values) {
            if (!values.isEmpty()) {
                expiry.used();
                own().addAll(expiring(values));
            }
        }

        @Override
        public void update(List<T> values) {
            expiry.used();
            expiry.slots().set(expiry.slot().place(), values.isEmpty() ? null : expiring(values));
        }

        @Override
        public void clear() {
            expiry.clear();
        }

        private List<Expiring> expiring(List<T> values) {
            long now = expiry.now();
            List<Expiring> expiring = new ArrayList<>(values.size());
            values.forEach(value -> expiring.add(new Expiring(PlainStates.present(value), now)));
            return expiring;
        }

        private List<Expiring> own() {
            List<Expiring> list = expiry.slots().own(expiry.slot());
            if (list == null) {
                list = new ArrayList<>();
                expiry.slots().set(expiry.slot().place(), list);
            }
            return list;
        }
    }

    /** A combination, which ends as a whole. */
    record Reduced<T>(Expiry expiry, ReduceOperation<T> function) implements ReducingState<T> {
        @Override
        @SuppressWarnings("unchecked") // only add() writes here
        public T get() {
            return (T) expiry.value();
        }

        @Override
        @SuppressWarnings("unchecked") // only add() writes here
        public void add(T value) {
            T kept = (T) expiry.valueToAddTo();
            try {
                expiry.set(kept == null ? value : function.reduce(kept, value));
            } catch (Exception e) {
                throw PlainStates.<RuntimeException>sneak(e);
            }
        }

        @Override
        public void clear() {
            expiry.clear();
        }
    }

    /** An accumulator, which ends as a whole. */
    record Aggregated<IN, ACC, OUT>(Expiry expiry, AggregateOperation<IN, ACC, OUT> function)
            implements AggregatingState<IN, OUT> {
        @Override
        @SuppressWarnings("unchecked") // only add() writes here
        public OUT get() {
            ACC accumulator = (ACC) expiry.value();
            return accumulator == null ? null : function.getResult(accumulator);
        }

        @Override
        @SuppressWarnings("unchecked") // only add() writes here
        public void add(IN value) {
            ACC kept = (ACC) expiry.valueToAddTo();
            expiry.set(function.add(value, kept == null ? function.createAccumulator() : kept));
        }

        @Override
        public void clear() {
            expiry.clear();
        }
    }
}
