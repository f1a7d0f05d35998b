package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.StateInstances.Box;
import io.weir.runtime.state.StateInstances.Kinds;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to keyed state, it and each capture of it hold what a plain map holds. */
class KeyedStatePropertiesTest {
    private static final int KEYS = 12;
    private static final int NAMESPACES = 3;

    /** What is done to one key, and one namespace or -1. */
    record Step(int action, int key, int namespace, int number) {}

    /** Returns where state is kept; after a capture it may be kept in the other place. */
    StateBackend backend() {
        return new HeapStateBackend();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 23),
                        Arbitraries.integers().between(0, KEYS - 1),
                        Arbitraries.integers().between(-1, NAMESPACES - 1),
                        Arbitraries.integers().between(0, 5))
                .as(Step::new);
        return step.list().ofMaxSize(150);
    }

    @Property(tries = 400)
    void longKeys(@ForAll("steps") List<Step> steps) throws Exception {
        new Run<>(backend(), Types.LONG, number -> (number - 4) * 1_000_000_007L, steps).all();
    }

    @Property(tries = 200)
    void intKeys(@ForAll("steps") List<Step> steps) throws Exception {
        new Run<>(backend(), Types.INT, number -> number - 4, steps).all();
    }

    @Property(tries = 400)
    void stringKeys(@ForAll("steps") List<Step> steps) throws Exception {
        // Half of the keys share a hash.
        new Run<>(backend(), Types.STRING, number -> number % 2 == 0 ? "key " + number : collision(number / 2), steps)
                .all();
    }

    @Property(tries = 200)
    void tupleKeys(@ForAll("steps") List<Step> steps) throws Exception {
        TypeInformation<Tuple2<String, Integer>> type = Types.TUPLE(Types.STRING, Types.INT);
        new Run<>(backend(), type, number -> Tuple2.of("key", number), steps).all();
    }

    private static String collision(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 3; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    /** The same steps done to states and to a plain map. */
    private static final class Run<K> {
        private final StateBackend backend;
        private final TypeInformation<K> keyType;
        private final IntFunction<K> keys;
        private final List<Step> steps;
        private StateInstances<K> states;
        private TreeMap<String, Object> model = new TreeMap<>();
        private final Deque<List<OperatorCapture>> captures = new ArrayDeque<>();
        private final Deque<TreeMap<String, Object>> captured = new ArrayDeque<>();

        Run(StateBackend backend, TypeInformation<K> keyType, IntFunction<K> keys, List<Step> steps) {
            this.backend = backend;
            this.keyType = keyType;
            this.keys = keys;
            this.steps = steps;
            this.states = new StateInstances<>(backend, keyType, 2);
        }

        void all() throws Exception {
            for (Step step : steps) {
                if (step.action() < 20) {
                    change(step);
                } else if (step.action() == 20) {
                    captures.add(states.capture(captures.size(), step.number() % 3 == 2));
                    captured.add(new TreeMap<>(model));
                } else if (step.action() == 21) {
                    checkCapture(step.number() % 2 == 0, 1 + step.number() % 4);
                } else if (step.action() == 22) {
                    restart(1 + step.number() % 4);
                } else {
                    merge(step);
                }
                if (step.number() == 0) {
                    assertThat(contents(states)).as("after %s", step).isEqualTo(model);
                }
            }
            while (!captures.isEmpty()) {
                checkCapture(true, 3);
            }
            assertThat(contents(states)).isEqualTo(model);
            states.close();
        }

        private void checkCapture(boolean oldest, int parallelism) throws Exception {
            if (captures.isEmpty()) {
                return;
            }
            List<OperatorCapture> capture = oldest ? captures.pollFirst() : captures.pollLast();
            TreeMap<String, Object> expected = oldest ? captured.pollFirst() : captured.pollLast();
            StateInstances<K> restored = StateInstances.restore(backend, keyType, capture, parallelism);
            assertThat(contents(restored)).as("captured").isEqualTo(expected);
            restored.close();
        }

        private void restart(int parallelism) {
            StateInstances<K> before = states;
            states = StateInstances.restore(backend, keyType, before.capture(99, parallelism % 2 == 0), parallelism);
            before.close();
        }

        private void change(Step step) throws Exception {
            K key = keys.apply(step.key());
            Kinds kinds = states.of(key).at(key, step.namespace());
            Changes changes = new Changes(model, step.key() + "/" + step.namespace() + "/", step.number());
            switch (step.action()) {
                case 0, 1 -> changes.setNumber(kinds);
                case 2, 3 -> changes.addToNumber(kinds);
                case 4 -> changes.clearNumber(kinds);
                case 5, 6 -> changes.changeBox(kinds);
                case 7 -> changes.clearBox(kinds);
                case 8, 9 -> changes.addToList(kinds);
                case 10 -> changes.replaceList(kinds);
                case 11 -> changes.clearList(kinds);
                case 12, 13 -> changes.put(kinds);
                case 14 -> changes.changeInMap(kinds);
                case 15 -> changes.removeFromMap(kinds);
                case 16 -> changes.changeByIterator(kinds);
                case 17 -> changes.reduce(kinds);
                case 18 -> changes.aggregate(kinds);
                default -> changes.clearCombined(kinds);
            }
        }

        /** Merges namespaces 1 and 2 into 0. */
        private void merge(Step step) throws Exception {
            K key = keys.apply(step.key());
            StateInstances.Instance<K> instance = states.of(key);
            instance.keyed.setCurrentKey(key);
            instance.store.merge(0, List.of(1, 2));
            String target = step.key() + "/0/";
            for (int source = 1; source <= 2; source++) {
                for (String name : List.of("number", "box", "list", "map", "sum", "aggregate")) {
                    Object value = model.remove(step.key() + "/" + source + "/" + name);
                    Object kept = model.get(target + name);
                    if (value instanceof List<?> list) {
                        model.put(target + name, concat(kept == null ? List.of() : (List<?>) kept, list));
                    } else if (value != null && (name.equals("sum") || name.equals("aggregate"))) {
                        model.put(target + name, (Long) value + (kept == null ? 0 : (Long) kept));
                    }
                }
            }
        }

        private static List<Object> concat(List<?> first, List<?> second) {
            List<Object> all = new ArrayList<>(first);
            all.addAll(second);
            return List.copyOf(all);
        }

        /** Returns all that states hold, and checks that exactly the keys that hold something are told of. */
        private TreeMap<String, Object> contents(StateInstances<K> of) throws Exception {
            TreeMap<String, Object> contents = new TreeMap<>();
            TreeSet<String> named = new TreeSet<>();
            TreeSet<String> told = new TreeSet<>();
            for (int number = 0; number < KEYS; number++) {
                K key = keys.apply(number);
                for (int namespace = -1; namespace < NAMESPACES; namespace++) {
                    read(of.of(key).at(key, namespace), number + "/" + namespace + "/", contents);
                }
                if (contents.higherKey(number + "/") != null
                        && contents.higherKey(number + "/").startsWith(number + "/")) {
                    named.add(key.toString());
                }
            }
            for (StateInstances.Instance<K> instance : of.all()) {
                instance.keyed.forEachKey(key -> told.add(key.toString()));
            }
            assertThat(told).isEqualTo(named);
            return contents;
        }

        private static void read(Kinds kinds, String prefix, Map<String, Object> contents) {
            put(contents, prefix + "number", kinds.number().value());
            put(
                    contents,
                    prefix + "box",
                    kinds.box().value() == null ? null : kinds.box().value().number);
            List<Long> list = new ArrayList<>();
            kinds.list().get().forEach(list::add);
            put(contents, prefix + "list", list.isEmpty() ? null : list);
            Map<String, Long> map = new TreeMap<>();
            kinds.map().entries().forEach(entry -> map.put(entry.getKey(), entry.getValue().number));
            assertThat(kinds.map().isEmpty()).isEqualTo(map.isEmpty());
            put(contents, prefix + "map", map.isEmpty() ? null : map);
            put(contents, prefix + "sum", kinds.sum().get());
            put(contents, prefix + "aggregate", kinds.aggregate().get());
        }

        private static void put(Map<String, Object> contents, String name, Object value) {
            if (value != null) {
                contents.put(name, value);
            }
        }
    }

    /** Changes of a state and of the model. */
    private record Changes(Map<String, Object> model, String prefix, int number) {
        void setNumber(Kinds kinds) {
            kinds.number().update((long) number);
            model.put(prefix + "number", (long) number);
        }

        void addToNumber(Kinds kinds) {
            Long before = kinds.number().value();
            assertThat(before).isEqualTo(model.get(prefix + "number"));
            kinds.number().update(before == null ? 1L : before + 1);
            model.merge(prefix + "number", 1L, (a, b) -> (Long) a + (Long) b);
        }

        void clearNumber(Kinds kinds) {
            kinds.number().clear();
            model.remove(prefix + "number");
        }

        void changeBox(Kinds kinds) {
            Box box = Objects.requireNonNullElseGet(kinds.box().value(), Box::new);
            box.number += number;
            kinds.box().update(box);
            model.merge(prefix + "box", (long) number, (a, b) -> (Long) a + (Long) b);
        }

        void clearBox(Kinds kinds) {
            kinds.box().update(null);
            model.remove(prefix + "box");
        }

        void addToList(Kinds kinds) {
            if (number % 2 == 0) {
                kinds.list().add((long) number);
                kinds.list().addAll(List.of());
            } else {
                kinds.list().addAll(List.of((long) number));
            }
            List<Object> list = new ArrayList<>((List<?>) model.getOrDefault(prefix + "list", List.of()));
            list.add((long) number);
            model.put(prefix + "list", list);
        }

        void replaceList(Kinds kinds) {
            List<Long> list = new ArrayList<>();
            for (long i = 0; i < number; i++) {
                list.add(i);
            }
            kinds.list().update(list);
            if (list.isEmpty()) {
                model.remove(prefix + "list");
            } else {
                model.put(prefix + "list", List.copyOf(list));
            }
        }

        void clearList(Kinds kinds) {
            kinds.list().clear();
            model.remove(prefix + "list");
        }

        private void changeMap(Consumer<Map<String, Long>> change) {
            Map<String, Long> map = new TreeMap<>(modelMap());
            change.accept(map);
            if (map.isEmpty()) {
                model.remove(prefix + "map");
            } else {
                model.put(prefix + "map", map);
            }
        }

        @SuppressWarnings("unchecked") // only maps are put under this name
        private Map<String, Long> modelMap() {
            return (Map<String, Long>) model.getOrDefault(prefix + "map", Map.of());
        }

        void put(Kinds kinds) {
            kinds.map().put("entry " + number, new Box(number));
            changeMap(map -> map.put("entry " + number, (long) number));
        }

        void changeInMap(Kinds kinds) {
            Box box = kinds.map().get("entry " + number);
            assertThat(kinds.map().contains("entry " + number)).isEqualTo(box != null);
            if (box != null) {
                box.number++;
                kinds.map().put("entry " + number, box);
                changeMap(map -> map.merge("entry " + number, 1L, Long::sum));
            }
        }

        void removeFromMap(Kinds kinds) {
            kinds.map().remove("entry " + number);
            changeMap(map -> map.remove("entry " + number));
        }

        void changeByIterator(Kinds kinds) {
            for (Map.Entry<String, Box> entry : kinds.map().entries()) {
                entry.setValue(new Box(entry.getValue().number + number));
            }
            changeMap(map -> map.replaceAll((key, value) -> value + number));
        }

        void reduce(Kinds kinds) throws Exception {
            kinds.sum().add((long) number);
            model.merge(prefix + "sum", (long) number, (a, b) -> (Long) a + (Long) b);
        }

        void aggregate(Kinds kinds) throws Exception {
            kinds.aggregate().add((long) number);
            model.merge(prefix + "aggregate", (long) number, (a, b) -> (Long) a + (Long) b);
        }

        void clearCombined(Kinds kinds) {
            kinds.sum().clear();
            kinds.aggregate().clear();
            model.remove(prefix + "sum");
            model.remove(prefix + "aggregate");
        }
    }
}
