package io.weir.runtime.state;

import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.KeyedStateStore;
import io.weir.state.ListStateDescriptor;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.StateDescriptor;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keyed state as objects: one look-up finds the values of all states of a key. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class HeapKeyedStateBackend<K> implements KeyedStateBackend<K> {
    private final Map<K, Row> rows = new HashMap<>();
    private final List<Namespaced<?>> stores = new ArrayList<>();
    private final OfKey ofKey = new OfKey();
    private final HeapStates states = new HeapStates(ofKey);
    private K key;
    private Row row;

    /** What is kept for one key: the values of its states, and for each store its namespaces. */
    private static final class Row {
        Object[] values = {};
        Object[] namespaces = {};
    }

    @Override
    public void setCurrentKey(K newKey) {
        key = newKey;
        row = rows.get(newKey);
    }

    @Override
    public K currentKey() {
        return key;
    }

    @Override
    public KeyedStateStore states() {
        return states;
    }

    @Override
    public <N> NamespacedStateStore<N> namespaced(String name, TypeInformation<N> namespaceType) {
        Namespaced<N> store = new Namespaced<>(new OfNamespace<>(stores.size()));
        stores.add(store);
        return store;
    }

    @Override
    public void forEachKey(KeyAction<K> action) throws Exception {
        for (K each : List.copyOf(rows.keySet())) {
            setCurrentKey(each);
            action.apply(each);
        }
    }

    @Override
    public void close() {
        rows.clear();
    }

    private Row ownRow() {
        if (row == null) {
            row = new Row();
            rows.put(key, row);
        }
        return row;
    }

    private void removeIfEmpty() {
        if (row != null && isEmpty(row.values) && isEmpty(row.namespaces)) {
            rows.remove(key);
            row = null;
        }
    }

    private static boolean isEmpty(Object[] values) {
        for (Object value : values) {
            if (value != null) {
                return false;
            }
        }
        return true;
    }

    private static Object[] withRoom(Object[] values, int count) {
        return values.length >= count ? values : Arrays.copyOf(values, count);
    }

    /** The values of the current key. */
    private final class OfKey extends Slots {
        @Override
        Object[] read() {
            return row == null ? null : row.values;
        }

        @Override
        Object[] write() {
            Row own = ownRow();
            own.values = withRoom(own.values, count());
            return own.values;
        }

        @Override
        void cleared() {
            removeIfEmpty();
        }
    }

    /** The values of the current key and namespace. */
    private final class OfNamespace<N> extends Slots {
        private final int store;
        private N namespace;

        OfNamespace(int store) {
            this.store = store;
        }

        @SuppressWarnings("unchecked") // each store only ever puts its own kind of map into its place
        private Map<N, Object[]> map() {
            return row == null || store >= row.namespaces.length ? null : (Map<N, Object[]>) row.namespaces[store];
        }

        @Override
        Object[] read() {
            Map<N, Object[]> map = map();
            return map == null ? null : map.get(namespace);
        }

        @Override
        Object[] write() {
            Map<N, Object[]> map = map();
            if (map == null) {
                map = new HashMap<>();
                Row own = ownRow();
                own.namespaces = withRoom(own.namespaces, stores.size());
                own.namespaces[store] = map;
            }
            return map.compute(
                    namespace, (same, values) -> values == null ? new Object[count()] : withRoom(values, count()));
        }

        @Override
        void cleared() {
            if (isEmpty(read())) {
                remove();
            }
        }

        void remove() {
            Map<N, Object[]> map = map();
            if (map != null && map.remove(namespace) != null && map.isEmpty()) {
                row.namespaces[store] = null;
                removeIfEmpty();
            }
        }
    }

    /** Gives states of the current key and namespace. */
    private final class Namespaced<N> extends HeapStates implements NamespacedStateStore<N> {
        private final OfNamespace<N> place;

        Namespaced(OfNamespace<N> place) {
            super(place);
            this.place = place;
        }

        @Override
        public void setCurrentNamespace(N namespace) {
            place.namespace = namespace;
        }

        @Override
        public void clear() {
            place.remove();
        }

        @Override
        public void merge(N target, Collection<N> sources) throws Exception {
            for (N source : sources) {
                place.namespace = source;
                Object[] values = place.read();
                if (values != null) {
                    place.remove();
                    place.namespace = target;
                    int index = 0;
                    for (StateDescriptor<?, ?> descriptor : place.descriptors().values()) {
                        if (index < values.length && values[index] != null) {
                            merge(descriptor, index, values[index]);
                        }
                        index++;
                    }
                }
            }
            place.namespace = target;
        }

        @SuppressWarnings("unchecked") // the slot holds what the descriptor says
        private void merge(StateDescriptor<?, ?> descriptor, int index, Object value) throws Exception {
            Object kept = place.get(index);
            if (descriptor instanceof ListStateDescriptor<?>) {
                List<Object> all = new ArrayList<>(kept == null ? List.of() : (List<Object>) kept);
                all.addAll((List<Object>) value);
                place.set(index, all);
            } else if (descriptor instanceof ReducingStateDescriptor<?> reducing) {
                var function = ((ReducingStateDescriptor<Object>) reducing).getReduceFunction();
                place.set(index, kept == null ? value : function.reduce(kept, value));
            } else if (descriptor instanceof AggregatingStateDescriptor<?, ?, ?> aggregating) {
                var function =
                        ((AggregatingStateDescriptor<Object, Object, Object>) aggregating).getAggregateFunction();
                place.set(index, kept == null ? value : function.merge(kept, value));
            }
        }
    }
}
