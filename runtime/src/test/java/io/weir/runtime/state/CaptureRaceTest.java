package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A capture holds what was there when it began, however much the task changes while others write it. */
class CaptureRaceTest {
    private static final int KEYS = 400;
    private static final int NAMESPACES = 2;
    private static final int CHANGES = 3_000_000;
    private static final int OPEN_AT_ONCE = 3;

    /** What is kept, and what should be: by key, for the key itself and for each of its namespaces. */
    private static final class Kept {
        final OperatorStates states;
        final KeyedStateBackend<Long> keyed;
        final NamespacedStateStore<Integer> store;
        final ValueState<Long> number;
        final ValueState<String> text;
        final ValueState<Long> numberOfNamespace;

        Kept(OperatorImage image) {
            ClassLoader loader = CaptureRaceTest.class.getClassLoader();
            states = new OperatorStates(
                    new HeapStateBackend(), new StateBackend.Place(KeyGroupRange.of(4, 1, 0), () -> 0, loader, image));
            keyed = states.openKeyed(Types.LONG);
            number = keyed.states().getState(new ValueStateDescriptor<>("number", Types.LONG));
            text = keyed.states().getState(new ValueStateDescriptor<>("text", Types.STRING));
            store = keyed.namespaced("windows", Types.INT);
            numberOfNamespace = store.getState(new ValueStateDescriptor<>("number", Types.LONG));
        }

        Object get(int place) {
            keyed.setCurrentKey((long) place % KEYS);
            int namespace = place / KEYS;
            if (namespace == 0) {
                return number.value();
            }
            if (namespace == 1) {
                return text.value();
            }
            store.setCurrentNamespace(namespace);
            return numberOfNamespace.value();
        }

        Object set(int place, long value) {
            keyed.setCurrentKey((long) place % KEYS);
            Long changed = value % 16 == 0 ? null : (Long) value;
            int namespace = place / KEYS;
            if (namespace == 1) {
                String word = changed == null || value % 4 != 1 ? null : "text " + value;
                text.update(word);
                return word;
            }
            if (namespace == 0) {
                number.update(changed);
            } else {
                store.setCurrentNamespace(namespace);
                numberOfNamespace.update(changed);
            }
            return changed;
        }
    }

    private static void check(OperatorCapture capture, Object[] expected) throws Exception {
        Kept restored = new Kept(OperatorImage.of(capture));
        for (int place = 0; place < expected.length; place++) {
            assertThat(restored.get(place)).as("place %d", place).isEqualTo(expected[place]);
        }
    }

    @Test
    void holdsWhatWasThereWhenItBegan() throws Exception {
        SplittableRandom random = new SplittableRandom(20);
        Kept kept = new Kept(OperatorImage.EMPTY);
        Object[] expected = new Object[(2 + NAMESPACES) * KEYS];
        ExecutorService writers = Executors.newFixedThreadPool(2);
        Deque<Future<?>> open = new ArrayDeque<>();
        try {
            for (int i = 0; i < CHANGES; i++) {
                // Mostly what is a number alone: that is changed in place.
                int key = random.nextInt(KEYS);
                int kind = key % 4 == 0 ? random.nextInt(2 + NAMESPACES) : 0;
                int place = kind * KEYS + key;
                expected[place] = kept.set(place, i);
                if (i % 500 == 0) {
                    while (!open.isEmpty() && open.peek().isDone()) {
                        open.remove().get();
                    }
                    if (open.size() < OPEN_AT_ONCE) {
                        OperatorCapture capture = kept.states.capture(i);
                        Object[] then = Arrays.copyOf(expected, expected.length);
                        open.add(writers.submit(() -> {
                            check(capture, then);
                            return null;
                        }));
                    }
                }
            }
            for (Future<?> each : open) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            writers.shutdownNow();
        }
    }

    /** Both go through the same entries, towards each other, so that they meet. */
    @Test
    void knowsANumberThatIsChangedWhileItIsRead() throws Exception {
        Versions versions = new Versions();
        Entry[] entries = new Entry[500];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Entry(null, i, versions.current);
            entries[i].set(Entry.NUMBER, 0L);
        }
        ExecutorService reader = Executors.newSingleThreadExecutor();
        CyclicBarrier both = new CyclicBarrier(2);
        try {
            for (long round = 0; round < 20_000; round++) {
                long before = round;
                Versions.Lease lease = versions.freeze();
                Future<?> read = reader.submit(() -> {
                    both.await();
                    for (int i = entries.length - 1; i >= 0; i--) {
                        Object number = entries[i].getBefore(Entry.NUMBER, lease.version());
                        if (!number.equals(before)) {
                            throw new AssertionError(number + " instead of " + before);
                        }
                    }
                    return null;
                });
                both.await();
                for (Entry entry : entries) {
                    entry.takeOver(versions.current);
                    entry.set(Entry.NUMBER, round + 1);
                }
                read.get();
                lease.close();
            }
        } finally {
            reader.shutdownNow();
        }
    }
}
