package io.weir.runtime.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyedPart;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.state.WrittenTypes;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.time.TimeDomain;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final int MAX_PARALLELISM = 16;

    private record Timer<K>(TimeDomain domain, K key, String namespace, long time) {}

    /** What rings, on a backend for some key groups. */
    private static final class Fixture<K> {
        final ManualTime clock = new ManualTime();
        final List<Timer<K>> rung = new ArrayList<>();
        final KeyedStateBackend<K> keys;
        final Timers<K, String> timers;
        TimerListener<String> also = (domain, namespace, time) -> {};

        Fixture(TypeInformation<K> keyType, KeyGroupRange groups) {
            keys = new HeapStateBackend()
                    .createKeyedState(
                            keyType,
                            new StateBackend.Place(
                                    groups, clock::now, getClass().getClassLoader(), OperatorImage.EMPTY));
            timers = Timers.of(keys, Types.STRING, clock, this::ring);
        }

        private void ring(TimeDomain domain, String namespace, long time) throws Exception {
            rung.add(new Timer<>(domain, keys.currentKey(), namespace, time));
            also.onTimer(domain, namespace, time);
        }
    }

    private static KeyGroupRange all() {
        return KeyGroupRange.of(MAX_PARALLELISM, 1, 0);
    }

    private static Fixture<Long> fixture() {
        return new Fixture<>(Types.LONG, all());
    }

    @Property(tries = 2_000)
    void aHistoryOfLongKeysRingsAsTheModelSays(@ForAll long seed) throws Exception {
        run(seed, Types.LONG, number -> number - 5);
    }

    @Property(tries = 500)
    void aHistoryOfIntegerKeysRingsAsTheModelSays(@ForAll long seed) throws Exception {
        run(seed, Types.INT, number -> (int) number - 5);
    }

    @Property(tries = 1_000)
    void aHistoryOfOtherKeysRingsAsTheModelSays(@ForAll long seed) throws Exception {
        run(seed, Types.STRING, number -> "key" + number);
    }

    private <K> void run(long seed, TypeInformation<K> type, LongFunction<K> key) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Fixture<K> fixture = new Fixture<>(type, all());
        Set<Timer<K>> model = new HashSet<>();
        long[] now = {Long.MIN_VALUE, 0};
        int keys = 1 + random.nextInt(20);
        long span = 1L << random.nextInt(1, 40);
        int steps = random.nextInt(1, 200);
        for (int step = 0; step < steps; step++) {
            TimeDomain domain = random.nextBoolean() ? TimeDomain.EVENT_TIME : TimeDomain.PROCESSING_TIME;
            long base = Math.max(0, now[domain.ordinal()]);
            if (random.nextInt(6) == 0) {
                long until = base + random.nextLong(span);
                now[domain.ordinal()] = until;
                advance(fixture, domain, until);
                assertRung(fixture, model, domain, until);
            } else {
                long time = base + random.nextLong(-span / 4 - 1, span);
                Timer<K> timer = new Timer<>(domain, key.apply(random.nextInt(keys)), "n" + random.nextInt(2), time);
                fixture.keys.setCurrentKey(timer.key());
                if (random.nextInt(3) == 0) {
                    fixture.timers.delete(domain, timer.namespace(), time);
                    model.remove(timer);
                } else {
                    fixture.timers.register(domain, timer.namespace(), time);
                    model.add(timer);
                }
            }
            for (TimeDomain each : TimeDomain.values()) {
                assertThat(fixture.timers.count(each))
                        .isEqualTo(model.stream()
                                .filter(timer -> timer.domain() == each)
                                .count());
            }
        }
        // The whole set comes out of a capture, and out of what is left.
        KeyedPart.Frozen frozen = fixture.timers.freeze();
        Set<Timer<K>> before = Set.copyOf(model);
        for (TimeDomain domain : TimeDomain.values()) {
            advance(fixture, domain, Long.MAX_VALUE);
            assertRung(fixture, model, domain, Long.MAX_VALUE);
        }
        assertThat(model).isEmpty();
        assertThat(timersOf(type, List.of(frozen), List.of(all()), 3)).isEqualTo(before);
    }

    private static <K> void advance(Fixture<K> fixture, TimeDomain domain, long until) throws Exception {
        if (domain == TimeDomain.EVENT_TIME) {
            fixture.timers.advance(until);
        } else {
            fixture.clock.advanceTo(until);
        }
    }

    private static <K> void assertRung(Fixture<K> fixture, Set<Timer<K>> model, TimeDomain domain, long until) {
        Set<Timer<K>> expected = model.stream()
                .filter(timer -> timer.domain() == domain && timer.time() <= until)
                .collect(Collectors.toSet());
        assertThat(fixture.rung).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(fixture.rung).isSortedAccordingTo(Comparator.comparingLong(Timer::time));
        fixture.rung.clear();
        model.removeAll(expected);
    }

    /** Restores captures at some parallelism, and returns all timers that then ring. */
    private static <K> Set<Timer<K>> timersOf(
            TypeInformation<K> type, List<KeyedPart.Frozen> captures, List<KeyGroupRange> ranges, int parallelism)
            throws Exception {
        Map<Integer, byte[]> sections = new HashMap<>();
        for (int i = 0; i < captures.size(); i++) {
            KeyGroupRange range = ranges.get(i);
            for (int group = range.first(); group < range.first() + range.count(); group++) {
                RecordOutput out = new RecordOutput(16);
                captures.get(i).write(group, out);
                if (out.position() > 0) {
                    sections.put(group, out.toBytes());
                }
            }
            captures.get(i).close();
        }
        List<Timer<K>> rung = new ArrayList<>();
        for (int instance = 0; instance < parallelism; instance++) {
            KeyGroupRange range = KeyGroupRange.of(MAX_PARALLELISM, parallelism, instance);
            Fixture<K> fixture = new Fixture<>(type, range);
            for (int group = range.first(); group < range.first() + range.count(); group++) {
                if (sections.containsKey(group)) {
                    RecordInput in = new RecordInput(TimersTest.class.getClassLoader());
                    in.setBuffer(sections.get(group));
                    fixture.timers.restorer(WrittenTypes.asToday()).restore(group, in);
                    assertThat(in.position()).isEqualTo(sections.get(group).length);
                }
            }
            // Whatever was restored is scheduled with the next one.
            fixture.keys.setCurrentKey(ownKey(type, range));
            fixture.timers.register(TimeDomain.PROCESSING_TIME, "probe", 1);
            fixture.timers.advance(Long.MAX_VALUE);
            fixture.clock.advanceTo(Long.MAX_VALUE);
            fixture.rung.removeIf(timer -> timer.namespace().equals("probe"));
            rung.addAll(fixture.rung);
        }
        assertThat(rung).doesNotHaveDuplicates();
        return Set.copyOf(rung);
    }

    @SuppressWarnings("unchecked") // a key of the type that was asked for
    private static <K> K ownKey(TypeInformation<K> type, KeyGroupRange range) {
        for (int number = 0; ; number++) {
            Object key = type.getTypeClass() == Long.class
                    ? (Object) (long) number
                    : type.getTypeClass() == Integer.class ? (Object) number : "key" + number;
            int group = KeyGroups.groupOf(key, MAX_PARALLELISM);
            if (group >= range.first() && group < range.first() + range.count()) {
                return (K) key;
            }
        }
    }

    @Test
    void aCaptureIsReadWhileTimersComeAndGo() throws Exception {
        Fixture<Long> fixture = fixture();
        Set<Timer<Long>> expected = new HashSet<>();
        for (long key = 0; key < 5_000; key++) {
            fixture.keys.setCurrentKey(key);
            fixture.timers.register(TimeDomain.EVENT_TIME, "n", key % 100);
            expected.add(new Timer<>(TimeDomain.EVENT_TIME, key, "n", key % 100));
        }
        KeyedPart.Frozen first = fixture.timers.freeze();
        KeyedPart.Frozen second = fixture.timers.freeze();
        second.close();
        fixture.timers.advance(49);
        for (long key = 10_000; key < 15_000; key++) {
            fixture.keys.setCurrentKey(key);
            fixture.timers.register(TimeDomain.PROCESSING_TIME, "m", key);
        }
        assertThat(timersOf(Types.LONG, List.of(first), List.of(all()), 2)).isEqualTo(expected);
        assertThat(fixture.timers.count(TimeDomain.EVENT_TIME)).isEqualTo(2_500);
    }

    @Test
    void whatIsSetWhileOthersRingRingsToo() throws Exception {
        Fixture<Long> fixture = fixture();
        fixture.also = (domain, namespace, time) -> {
            if (time < 50) {
                fixture.timers.register(domain, namespace, time + 10);
                fixture.timers.register(domain, namespace, time - 1);
                fixture.timers.delete(domain, namespace, time - 1);
            }
        };
        fixture.keys.setCurrentKey(1L);
        fixture.timers.register(TimeDomain.EVENT_TIME, "n", 7);
        fixture.timers.advance(30);
        assertThat(fixture.rung).extracting(Timer::time).containsExactly(7L, 17L, 27L);
        fixture.timers.advance(100);
        assertThat(fixture.rung).extracting(Timer::time).containsExactly(7L, 17L, 27L, 37L, 47L, 57L);
    }

    @Test
    void aMillionTimersRingInOrder() throws Exception {
        Fixture<Long> fixture = fixture();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000_000; i++) {
            fixture.keys.setCurrentKey(random.nextLong(10_000));
            fixture.timers.register(TimeDomain.EVENT_TIME, "n", random.nextInt(86_400_000));
        }
        long count = fixture.timers.count(TimeDomain.EVENT_TIME);
        for (long watermark = 0; watermark <= 86_400_000; watermark += 100_000) {
            fixture.timers.advance(watermark);
            assertThat(fixture.rung.isEmpty()
                            || fixture.rung.get(fixture.rung.size() - 1).time() <= watermark)
                    .isTrue();
        }
        assertThat(fixture.rung).hasSize((int) count);
        assertThat(fixture.rung).isSortedAccordingTo(Comparator.comparingLong(Timer::time));
    }

    @Test
    void settingAndDeletingForEverTakesNoMoreRoom() throws Exception {
        Fixture<Long> fixture = fixture();
        fixture.keys.setCurrentKey(1L);
        for (long time = 0; time < 1_000_000; time++) {
            fixture.timers.register(TimeDomain.EVENT_TIME, "n", time + 3_600_000);
            fixture.timers.delete(TimeDomain.EVENT_TIME, "n", time + 3_599_999);
        }
        assertThat(fixture.timers.count(TimeDomain.EVENT_TIME)).isEqualTo(1);
        assertThat(fixture.timers.queued()).isLessThan(3_000);
        fixture.timers.advance(Long.MAX_VALUE);
        assertThat(fixture.rung).extracting(Timer::time).containsExactly(4_599_999L);
    }

    @Test
    void timersThatAreFarAwayAreNotScheduledAgainForEachRecord() throws Exception {
        Fixture<Long> fixture = fixture();
        for (long key = 0; key < 1_000; key++) {
            fixture.keys.setCurrentKey(key);
            fixture.timers.register(TimeDomain.PROCESSING_TIME, "n", 3_600_000);
        }
        assertThat(fixture.clock.schedules()).isEqualTo(1);
        fixture.clock.advanceTo(3_600_000);
        assertThat(fixture.rung).hasSize(1_000);
        assertThat(fixture.clock.schedules()).isEqualTo(1);
    }

    @Test
    void nothingRingsAfterClosing() throws Exception {
        Fixture<Long> fixture = fixture();
        fixture.keys.setCurrentKey(1L);
        fixture.timers.register(TimeDomain.PROCESSING_TIME, "n", 5);
        fixture.timers.close();
        fixture.clock.advanceTo(10);
        assertThat(fixture.rung).isEmpty();
    }

    @Test
    void aTimerNeedsAKey() {
        assertThatThrownBy(() -> fixture().timers.register(TimeDomain.EVENT_TIME, "n", 1))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("no key");
    }

    @Test
    void theEndsOfTimeAreTimes() throws Exception {
        Fixture<Long> fixture = fixture();
        fixture.keys.setCurrentKey(1L);
        fixture.timers.register(TimeDomain.EVENT_TIME, "n", Long.MAX_VALUE);
        fixture.timers.register(TimeDomain.EVENT_TIME, "n", Long.MIN_VALUE);
        fixture.timers.advance(0);
        assertThat(fixture.rung).hasSize(1);
        fixture.timers.advance(Long.MAX_VALUE);
        assertThat(times(fixture.rung)).containsExactly(Long.MIN_VALUE + 1, Long.MAX_VALUE);
    }

    private static List<Long> times(Collection<Timer<Long>> timers) {
        return timers.stream().map(Timer::time).toList();
    }
}
