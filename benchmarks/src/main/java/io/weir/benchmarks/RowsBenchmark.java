package io.weir.benchmarks;

import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.StateBackend;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * Measures what a key with one {@code Long} value takes on the heap, its key and value included. {@code FlinkRows} does the
 * same with the peer's classes. Arguments: millions of keys, rounds.
 */
public final class RowsBenchmark {
    private RowsBenchmark() {}

    /** Runs the rounds and prints what each took. */
    public static void main(String[] args) throws Exception {
        int count = (args.length > 0 ? Integer.parseInt(args[0]) : 1) * 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        for (int round = 0; round < rounds; round++) {
            run("Long", Types.LONG, count, number -> number);
            run("String", Types.STRING, count, number -> "key-" + number);
        }
    }

    private static <K> void run(String name, TypeInformation<K> type, int count, LongFunction<K> key) throws Exception {
        long before = TimersBenchmark.usedHeap();
        StateBackend.Place place = new StateBackend.Place(
                KeyGroupRange.of(128, 1, 0), () -> 0, RowsBenchmark.class.getClassLoader(), OperatorImage.EMPTY);
        KeyedStateBackend<K> backend = new HeapStateBackend().createKeyedState(type, place);
        ValueState<Long> state = backend.states().getState(new ValueStateDescriptor<>("count", Types.LONG));
        long begin = System.nanoTime();
        for (long number = 0; number < count; number++) {
            backend.setCurrentKey(key.apply(number));
            Long last = state.value();
            state.update(last == null ? number + 1_000 : last + 1);
        }
        double nanos = (double) (System.nanoTime() - begin) / count;
        double bytes = (double) (TimersBenchmark.usedHeap() - before) / count;
        System.out.printf(
                Locale.ROOT, "%s keys: %d rows, %.1f bytes each; %.0f ns to add%n", name, count, bytes, nanos);
        backend.close();
    }
}
