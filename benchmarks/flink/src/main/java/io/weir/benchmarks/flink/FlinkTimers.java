package io.weir.benchmarks.flink;

import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.heap.HeapPriorityQueueSet;
import org.apache.flink.streaming.api.operators.TimerHeapInternalTimer;

/** What {@code TimersBenchmark} measures, with the peer's queue of timers. Arguments: millions of timers, rounds. */
public final class FlinkTimers {
    private static final int DAY = 86_400_000;
    private static final long KEYS = 1_000_000;

    private FlinkTimers() {}

    /** Runs the rounds and prints what each took. */
    public static void main(String[] args) {
        int count = (args.length > 0 ? Integer.parseInt(args[0]) : 10) * 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        for (int round = 0; round < rounds; round++) {
            run(count, round);
        }
    }

    private static void run(int count, int round) {
        long before = usedHeap();
        HeapPriorityQueueSet<TimerHeapInternalTimer<Long, VoidNamespace>> queue = new HeapPriorityQueueSet<>(
                (left, right) -> Long.compare(left.getTimestamp(), right.getTimestamp()),
                TimerHeapInternalTimer::getKey,
                128,
                KeyGroupRange.of(0, 127),
                128);
        SplittableRandom random = new SplittableRandom(round);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Long key = random.nextLong(KEYS);
            queue.add(new TimerHeapInternalTimer<>(1_000_000L + random.nextInt(DAY), key, VoidNamespace.INSTANCE));
        }
        double setNanos = (double) (System.nanoTime() - begin) / count;
        int kept = queue.size();
        double bytes = (double) (usedHeap() - before) / kept;
        begin = System.nanoTime();
        long rung = 0;
        while (queue.poll() != null) {
            rung++;
        }
        double ringNanos = (double) (System.nanoTime() - begin) / rung;
        System.out.printf(
                Locale.ROOT,
                "round %d: %d timers, %.1f bytes each; %.0f ns to set, %.0f ns to ring%n",
                round,
                rung,
                bytes,
                setNanos,
                ringNanos);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
