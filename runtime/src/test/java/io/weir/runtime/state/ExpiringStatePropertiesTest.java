package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.StateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Values, elements and entries end when they were not used for their time, and not before. */
class ExpiringStatePropertiesTest {
    private static final long MILLIS = 10;
    private static final int KEYS = 4;

    /** What is done to one key, after some time has passed. */
    record Step(int action, int key, int entry, int pause) {}

    /** Returns where state is kept. */
    StateBackend backend() {
        return new HeapStateBackend();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, KEYS - 1),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 6))
                .as(Step::new);
        return step.list().ofMaxSize(120);
    }

    @Property(tries = 500)
    void nothingEndedIsSeen(
            @ForAll("steps") List<Step> steps, @ForAll boolean readingCounts, @ForAll boolean cleanedUp) {
        StateTtlConfig.Builder config = StateTtlConfig.newBuilder(Duration.ofMillis(MILLIS));
        if (readingCounts) {
            config.updateTtlOnReadAndWrite();
        }
        if (cleanedUp) {
            config.cleanupIncrementally(2, true);
        } else {
            config.disableCleanupInBackground();
        }
        Run run = new Run(backend(), config.build(), readingCounts);
        steps.forEach(run::step);
        run.keyed.close();
    }

    @Example
    void whatHasEndedMayBeSeenUntilItIsCleanedUp() {
        Run run = new Run(
                backend(),
                StateTtlConfig.newBuilder(Duration.ofMillis(MILLIS))
                        .returnExpiredIfNotCleanedUp()
                        .disableCleanupInBackground()
                        .build(),
                false);
        run.keyed.setCurrentKey(1L);
        run.value.update(5L);
        run.map.put(1, 2L);
        run.list.add(3L);
        run.now += MILLIS;

        assertThat(run.value.value()).isEqualTo(5L);
        assertThat(run.value.value()).isNull();
        assertThat(run.map.contains(1)).isTrue();
        assertThat(run.map.get(1)).isEqualTo(2L);
        assertThat(run.map.get(1)).isNull();
        assertThat(run.list.get()).containsExactly(3L);
        assertThat(run.list.get()).isEmpty();
    }

    @Example
    void keysThatDoNotComeAgainAreCleanedUp() throws Exception {
        StateTtlConfig config =
                StateTtlConfig.newBuilder(Duration.ofMillis(MILLIS)).build();
        Run run = new Run(backend(), config, false);
        NamespacedStateStore<Integer> store = run.keyed.namespaced("windows", Types.INT);
        ValueStateDescriptor<Long> descriptor = new ValueStateDescriptor<>("of window", Types.LONG);
        descriptor.enableTimeToLive(config);
        ValueState<Long> ofNamespace = store.getState(descriptor);
        for (long key = 0; key < 1000; key++) {
            run.keyed.setCurrentKey(key);
            run.value.update(key);
            run.list.add(key);
            store.setCurrentNamespace((int) key % 3);
            ofNamespace.update(key);
        }
        run.now += MILLIS;
        for (int i = 0; i < 2000; i++) {
            run.keyed.setCurrentKey(1L);
            run.value.update(1L);
        }
        List<Long> left = new ArrayList<>();
        run.keyed.forEachKey(left::add);
        assertThat(left).containsExactly(1L);
    }

    @Example
    void stateGetsAndLosesItsTimeToLiveFromOneRunToTheNext() {
        Run run = new Run(backend(), StateTtlConfig.DISABLED, false);
        run.keyed.setCurrentKey(1L);
        run.value.update(7L);
        run.list.addAll(List.of(1L, 2L));
        run.map.put(1, 3L);
        run.map.put(2, null);

        run.config = StateTtlConfig.newBuilder(Duration.ofMillis(MILLIS)).build();
        run.now = 1_000;
        run.restart();
        run.keyed.setCurrentKey(1L);
        assertThat(run.value.value()).isEqualTo(7L);
        run.now += MILLIS - 1;
        assertThat(run.list.get()).containsExactly(1L, 2L);
        assertThat(run.map.contains(2)).isTrue();

        run.config = StateTtlConfig.DISABLED;
        run.restart();
        run.now += MILLIS;
        run.keyed.setCurrentKey(1L);
        assertThat(run.value.value()).isEqualTo(7L);
        assertThat(run.list.get()).containsExactly(1L, 2L);
        assertThat(run.map.get(1)).isEqualTo(3L);
        assertThat(run.map.contains(2)).isTrue();
        assertThat(run.map.get(2)).isNull();
    }

    /** A value of the model with the time of its last use. */
    private record Used(long value, long time) {}

    /** The same steps done to states and to a plain model. */
    private static final class Run {
        private final StateBackend backend;
        private final boolean readingCounts;
        private StateTtlConfig config;
        private long now = 100;
        private OperatorStates states;
        private KeyedStateBackend<Long> keyed;
        private ValueState<Long> value;
        private ListState<Long> list;
        private MapState<Integer, Long> map;
        private ReducingState<Long> sum;
        private final Map<Long, Used> values = new HashMap<>();
        private final Map<Long, Used> sums = new HashMap<>();
        private final Map<Long, List<Used>> lists = new HashMap<>();
        private final Map<Long, Map<Integer, Used>> maps = new HashMap<>();

        Run(StateBackend backend, StateTtlConfig config, boolean readingCounts) {
            this.backend = backend;
            this.config = config;
            this.readingCounts = readingCounts;
            open(OperatorImage.EMPTY);
        }

        private void open(OperatorImage image) {
            ClassLoader loader = getClass().getClassLoader();
            KeyGroupRange groups = KeyGroupRange.of(2, 1, 0);
            states = new OperatorStates(backend, new StateBackend.Place(groups, () -> now, loader, image));
            keyed = states.openKeyed(Types.LONG);
            value = keyed.states().getState(expiring(new ValueStateDescriptor<>("value", Types.LONG)));
            list = keyed.states().getListState(expiring(new ListStateDescriptor<>("list", Types.LONG)));
            map = keyed.states().getMapState(expiring(new MapStateDescriptor<>("map", Types.INT, Types.LONG)));
            sum = keyed.states()
                    .getReducingState(expiring(new ReducingStateDescriptor<>("sum", Long::sum, Types.LONG)));
        }

        private <D extends StateDescriptor<?, ?>> D expiring(D descriptor) {
            descriptor.enableTimeToLive(config);
            return descriptor;
        }

        void restart() {
            KeyedStateBackend<Long> before = keyed;
            open(OperatorImage.of(states.capture(1)));
            before.close();
        }

        private boolean lives(Used used) {
            return used.time() + MILLIS > now;
        }

        void step(Step step) {
            now += step.pause();
            long key = step.key();
            keyed.setCurrentKey(key);
            values.values().removeIf(used -> !lives(used));
            sums.values().removeIf(used -> !lives(used));
            lists.values().forEach(all -> all.removeIf(used -> !lives(used)));
            maps.values().forEach(all -> all.values().removeIf(used -> !lives(used)));
            List<Used> elements = lists.computeIfAbsent(key, none -> new ArrayList<>());
            Map<Integer, Used> entries = maps.computeIfAbsent(key, none -> new TreeMap<>());
            switch (step.action()) {
                case 0, 1 -> {
                    value.update((long) step.entry());
                    values.put(key, new Used(step.entry(), now));
                }
                case 2, 3 -> {
                    assertThat(value.value()).isEqualTo(valueOf(values.get(key)));
                    values.computeIfPresent(key, (same, used) -> read(used));
                }
                case 4 -> {
                    list.add((long) step.entry());
                    elements.add(new Used(step.entry(), now));
                }
                case 5 -> {
                    assertThat(list.get())
                            .containsExactlyElementsOf(
                                    elements.stream().map(Used::value).toList());
                    elements.replaceAll(this::read);
                }
                case 6, 7 -> {
                    map.put(step.entry(), now);
                    entries.put(step.entry(), new Used(now, now));
                }
                case 8 -> {
                    assertThat(map.contains(step.entry())).isEqualTo(entries.containsKey(step.entry()));
                    assertThat(map.get(step.entry())).isEqualTo(valueOf(entries.get(step.entry())));
                    entries.computeIfPresent(step.entry(), (same, used) -> read(used));
                }
                case 9 -> {
                    Map<Integer, Long> seen = new TreeMap<>();
                    map.entries().forEach(entry -> seen.put(entry.getKey(), entry.getValue()));
                    Map<Integer, Long> expected = new TreeMap<>();
                    entries.forEach((entry, used) -> expected.put(entry, used.value()));
                    assertThat(seen).isEqualTo(expected);
                    entries.replaceAll((entry, used) -> read(used));
                }
                case 10 -> {
                    map.remove(step.entry());
                    entries.remove(step.entry());
                }
                case 11 -> reduce(key, step.entry());
                default -> restart();
            }
        }

        private void reduce(long key, long number) {
            sum.add(number);
            Used before = sums.get(key);
            Used after = new Used(before == null ? number : before.value() + number, now);
            sums.put(key, after);
            assertThat(sum.get()).isEqualTo(after.value());
        }

        private Used read(Used used) {
            return readingCounts ? new Used(used.value(), now) : used;
        }

        private static Long valueOf(Used used) {
            return used == null ? null : used.value();
        }
    }
}
