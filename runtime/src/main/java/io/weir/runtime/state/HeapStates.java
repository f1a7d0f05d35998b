package io.weir.runtime.state;

import io.weir.state.AggregateOperation;
import io.weir.state.AggregatingState;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.KeyedStateStore;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReduceOperation;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The kinds of state over slots. The task's thread owns them. */
class HeapStates implements KeyedStateStore {
    final Slots slots;

    HeapStates(Slots slots) {
        this.slots = slots;
    }

    @Override
    public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
        return new Value<>(slots, slots.indexOf(descriptor));
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
        return new Elements<>(slots, slots.indexOf(descriptor));
    }

    @Override
    public <UK, UV> MapState<UK, UV> getMapState(MapStateDescriptor<UK, UV> descriptor) {
        return new Entries<>(slots, slots.indexOf(descriptor));
    }

    @Override
    public <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
        return new Reduced<>(slots, slots.indexOf(descriptor), descriptor.getReduceFunction());
    }

    @Override
    public <IN, ACC, OUT> AggregatingState<IN, OUT> getAggregatingState(
            AggregatingStateDescriptor<IN, ACC, OUT> descriptor) {
        return new Aggregated<>(slots, slots.indexOf(descriptor), descriptor.getAggregateFunction());
    }

    private record Value<T>(Slots slots, int index) implements ValueState<T> {
        @Override
        public T value() {
            return slots.get(index);
        }

        @Override
        public void update(T value) {
            slots.set(index, value);
        }

        @Override
        public void clear() {
            slots.set(index, null);
        }
    }

    private record Elements<T>(Slots slots, int index) implements ListState<T> {
        @Override
        public Iterable<T> get() {
            List<T> list = slots.get(index);
            return list == null ? List.of() : list;
        }

        @Override
        public void add(T value) {
            own().add(value);
        }

        @Override
        public void addAll(List<T> values) {
            if (!values.isEmpty()) {
                own().addAll(values);
            }
        }

        @Override
        public void update(List<T> values) {
            slots.set(index, values.isEmpty() ? null : new ArrayList<>(values));
        }

        @Override
        public void clear() {
            slots.set(index, null);
        }

        private List<T> own() {
            List<T> list = slots.get(index);
            if (list == null) {
                list = new ArrayList<>();
                slots.set(index, list);
            }
            return list;
        }
    }

    private record Entries<UK, UV>(Slots slots, int index) implements MapState<UK, UV> {
        @Override
        public UV get(UK key) {
            return map().get(key);
        }

        @Override
        public void put(UK key, UV value) {
            own().put(key, value);
        }

        @Override
        public void putAll(Map<UK, UV> map) {
            if (!map.isEmpty()) {
                own().putAll(map);
            }
        }

        @Override
        public void remove(UK key) {
            Map<UK, UV> map = slots.get(index);
            if (map != null && map.remove(key) != null && map.isEmpty()) {
                clear();
            }
        }

        @Override
        public boolean contains(UK key) {
            return map().containsKey(key);
        }

        @Override
        public Iterable<Map.Entry<UK, UV>> entries() {
            return map().entrySet();
        }

        @Override
        public Iterable<UK> keys() {
            return map().keySet();
        }

        @Override
        public Iterable<UV> values() {
            return map().values();
        }

        @Override
        public Iterator<Map.Entry<UK, UV>> iterator() {
            return map().entrySet().iterator();
        }

        @Override
        public boolean isEmpty() {
            return map().isEmpty();
        }

        @Override
        public void clear() {
            slots.set(index, null);
        }

        private Map<UK, UV> map() {
            Map<UK, UV> map = slots.get(index);
            return map == null ? Map.of() : map;
        }

        private Map<UK, UV> own() {
            Map<UK, UV> map = slots.get(index);
            if (map == null) {
                map = new HashMap<>();
                slots.set(index, map);
            }
            return map;
        }
    }

    private record Reduced<T>(Slots slots, int index, ReduceOperation<T> function) implements ReducingState<T> {
        @Override
        public T get() {
            return slots.get(index);
        }

        @Override
        public void add(T value) {
            T kept = slots.get(index);
            try {
                slots.set(index, kept == null ? value : function.reduce(kept, value));
            } catch (Exception e) {
                throw Sneaky.<RuntimeException>sneak(e);
            }
        }

        @Override
        public void clear() {
            slots.set(index, null);
        }
    }

    private record Aggregated<IN, ACC, OUT>(Slots slots, int index, AggregateOperation<IN, ACC, OUT> function)
            implements AggregatingState<IN, OUT> {
        @Override
        public OUT get() {
            ACC accumulator = slots.get(index);
            return accumulator == null ? null : function.getResult(accumulator);
        }

        @Override
        public void add(IN value) {
            ACC kept = slots.get(index);
            slots.set(index, function.add(value, kept == null ? function.createAccumulator() : kept));
        }

        @Override
        public void clear() {
            slots.set(index, null);
        }
    }

    /** Throws a function's checked exception where the program's interfaces declare none. */
    private static final class Sneaky {
        @SuppressWarnings("unchecked") // the type parameter exists for the compiler only
        static <E extends Throwable> RuntimeException sneak(Throwable cause) throws E {
            throw (E) cause;
        }
    }
}
