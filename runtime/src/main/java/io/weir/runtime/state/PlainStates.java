package io.weir.runtime.state;

import io.weir.state.AggregateOperation;
import io.weir.state.AggregatingState;
import io.weir.state.ListState;
import io.weir.state.ReduceOperation;
import io.weir.state.ReducingState;
import io.weir.state.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The kinds of state, but maps, whose values stay until they are cleared. The task's thread owns them. */
public final class PlainStates {
    private PlainStates() {}

    /** One value. */
    record Value<T>(Cells slots, Slot slot, boolean immutable) implements ValueState<T> {
        @Override
        public T value() {
            return slots.see(slot, immutable);
        }

        @Override
        public void update(T value) {
            slots.set(slot.place(), value);
        }

        @Override
        public void clear() {
            slots.set(slot.place(), null);
        }
    }

    /** A list. */
    record Elements<T>(Cells slots, Slot slot) implements ListState<T> {
        @Override
        public Iterable<T> get() {
            List<T> list = slots.own(slot);
            return list == null ? List.of() : list;
        }

        @Override
        public void add(T value) {
            own().add(present(value));
        }

        @Override
        public void addAll(List<T> values) {
            if (!values.isEmpty()) {
                values.forEach(PlainStates::present);
                own().addAll(values);
            }
        }

        @Override
        public void update(List<T> values) {
            values.forEach(PlainStates::present);
            slots.set(slot.place(), values.isEmpty() ? null : new ArrayList<>(values));
        }

        @Override
        public void clear() {
            slots.set(slot.place(), null);
        }

        private List<T> own() {
            List<T> list = slots.own(slot);
            if (list == null) {
                list = new ArrayList<>();
                slots.set(slot.place(), list);
            }
            return list;
        }
    }

    /** Refuses null as an element of a list, as no serializer could keep it. */
    public static <T> T present(T element) {
        return Objects.requireNonNull(element, "A list of state cannot hold null");
    }

    /** A combination. */
    record Reduced<T>(Cells slots, Slot slot, boolean immutable, ReduceOperation<T> function)
            implements ReducingState<T> {
        @Override
        public T get() {
            return slots.see(slot, immutable);
        }

        @Override
        public void add(T value) {
            T kept = slots.see(slot, immutable);
            try {
                slots.set(slot.place(), kept == null ? value : function.reduce(kept, value));
            } catch (Exception e) {
                throw PlainStates.<RuntimeException>sneak(e);
            }
        }

        @Override
        public void clear() {
            slots.set(slot.place(), null);
        }
    }

    /** An accumulator. */
    record Aggregated<IN, ACC, OUT>(Cells slots, Slot slot, AggregateOperation<IN, ACC, OUT> function)
            implements AggregatingState<IN, OUT> {
        @Override
        public OUT get() {
            ACC accumulator = slots.own(slot);
            return accumulator == null ? null : function.getResult(accumulator);
        }

        @Override
        public void add(IN value) {
            ACC kept = slots.own(slot);
            slots.set(slot.place(), function.add(value, kept == null ? function.createAccumulator() : kept));
        }

        @Override
        public void clear() {
            slots.set(slot.place(), null);
        }
    }

    /** Throws a function's checked exception where the program's interfaces declare none. */
    @SuppressWarnings("unchecked") // the type parameter exists for the compiler only
    static <E extends Throwable> RuntimeException sneak(Throwable cause) throws E {
        throw (E) cause;
    }
}
