package io.weir.runtime.state;

import io.weir.state.AggregateOperation;
import io.weir.state.AggregatingState;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.KeyedStateStore;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * All instances of an operator that keeps every kind of state, by key and by key and namespace. One thread owns it.
 *
 * @param <K> the type of the keys
 */
final class StateInstances<K> {
    static final int MAX_PARALLELISM = 8;

    private final StateBackend backend;
    private final TypeInformation<K> keyType;
    private List<Instance<K>> instances = new ArrayList<>();

    /** A value that programs change in place. */
    public static final class Box {
        public long number;

        public Box() {}

        Box(long number) {
            this.number = number;
        }
    }

    /** Adds numbers up in an accumulator that it changes. */
    static final class Sum implements AggregateOperation<Long, Box, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Box createAccumulator() {
            return new Box();
        }

        @Override
        public Box add(Long value, Box accumulator) {
            accumulator.number += value;
            return accumulator;
        }

        @Override
        public Long getResult(Box accumulator) {
            return accumulator.number;
        }

        @Override
        public Box merge(Box first, Box second) {
            first.number += second.number;
            return first;
        }
    }

    /** One state of each kind. */
    record Kinds(
            ValueState<Long> number,
            ValueState<Box> box,
            ListState<Long> list,
            MapState<String, Box> map,
            ReducingState<Long> sum,
            AggregatingState<Long, Long> aggregate) {
        static Kinds of(KeyedStateStore store) {
            return new Kinds(
                    store.getState(new ValueStateDescriptor<>("number", Types.LONG)),
                    store.getState(new ValueStateDescriptor<>("box", Box.class)),
                    store.getListState(new ListStateDescriptor<>("list", Types.LONG)),
                    store.getMapState(new MapStateDescriptor<>("map", String.class, Box.class)),
                    store.getReducingState(new ReducingStateDescriptor<>("sum", Long::sum, Types.LONG)),
                    store.getAggregatingState(new AggregatingStateDescriptor<>("aggregate", new Sum(), Box.class)));
        }
    }

    /** One instance. */
    static final class Instance<K> {
        final OperatorStates states;
        final KeyedStateBackend<K> keyed;
        final Kinds ofKey;
        final NamespacedStateStore<Integer> store;
        final Kinds ofNamespace;

        Instance(StateBackend backend, TypeInformation<K> keyType, KeyGroupRange groups, OperatorImage image) {
            ClassLoader loader = StateInstances.class.getClassLoader();
            states = new OperatorStates(backend, new StateBackend.Place(groups, () -> 0, loader, image));
            keyed = states.openKeyed(keyType);
            ofKey = Kinds.of(keyed.states());
            store = keyed.namespaced("windows", Types.INT);
            ofNamespace = Kinds.of(store);
        }

        /** Makes a key, and a namespace or -1 for none, the current ones. */
        Kinds at(K key, int namespace) {
            keyed.setCurrentKey(key);
            if (namespace < 0) {
                return ofKey;
            }
            store.setCurrentNamespace(namespace);
            return ofNamespace;
        }
    }

    StateInstances(StateBackend backend, TypeInformation<K> keyType, int parallelism) {
        this.backend = backend;
        this.keyType = keyType;
        for (int i = 0; i < parallelism; i++) {
            instances.add(newInstance(i, parallelism, OperatorImage.EMPTY));
        }
    }

    private StateInstances(StateBackend backend, TypeInformation<K> keyType, List<OperatorImage> images) {
        this.backend = backend;
        this.keyType = keyType;
        for (int i = 0; i < images.size(); i++) {
            instances.add(newInstance(i, images.size(), images.get(i)));
        }
    }

    private Instance<K> newInstance(int index, int parallelism, OperatorImage image) {
        return new Instance<>(backend, keyType, KeyGroupRange.of(MAX_PARALLELISM, parallelism, index), image);
    }

    Instance<K> of(K key) {
        int group = KeyGroups.groupOf(key, MAX_PARALLELISM);
        return instances.get(KeyGroups.instanceOf(group, MAX_PARALLELISM, instances.size()));
    }

    List<Instance<K>> all() {
        return instances;
    }

    List<OperatorCapture> capture(long checkpointId) {
        return capture(checkpointId, true);
    }

    List<OperatorCapture> capture(long checkpointId, boolean portable) {
        List<OperatorCapture> captures = new ArrayList<>();
        instances.forEach(instance -> captures.add(instance.states.capture(checkpointId, portable)));
        return captures;
    }

    /** Lets go of everything. */
    void close() {
        instances.forEach(instance -> instance.keyed.close());
    }

    /** Starts a number of instances from what others kept. */
    static <K> StateInstances<K> restore(
            StateBackend backend, TypeInformation<K> keyType, List<OperatorCapture> captures, int parallelism) {
        List<OperatorImage> images = captures.stream().map(OperatorImage::of).toList();
        return new StateInstances<>(backend, keyType, OperatorImage.divide(images, MAX_PARALLELISM, parallelism));
    }
}
