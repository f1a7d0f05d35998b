package io.weir.benchmarks;

import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.timers.ProcessingTime;
import io.weir.runtime.timers.Timers;
import io.weir.time.TimeDomain;
import io.weir.types.Types;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Measures timers alone: sets a number of event-time timers at random times within a day for a million keys, tells the
 * heap that one takes, lets time pass before the first of them a million times, and rings them all in order. {@code
 * FlinkTimers} does the same with the peer's classes. Arguments: millions of timers, rounds.
 */
public final class TimersBenchmark {
    private static final int DAY = 86_400_000;
    private static final long KEYS = 1_000_000;

    private TimersBenchmark() {}

    /** Runs the rounds and prints what each took. */
    public static void main(String[] args) throws Exception {
        int count = (args.length > 0 ? Integer.parseInt(args[0]) : 10) * 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        for (int round = 0; round < rounds; round++) {
            new Round(count).run(round);
        }
    }

    /** One set of timers. */
    private static final class Round {
        private final int count;
        private final KeyedStateBackend<Long> keys;
        private final Timers<Long, Void> timers;
        private long rung;
        private long lastTime;

        Round(int count) {
            this.count = count;
            StateBackend.Place place = new StateBackend.Place(
                    KeyGroupRange.of(128, 1, 0), () -> 0, TimersBenchmark.class.getClassLoader(), OperatorImage.EMPTY);
            keys = new HeapStateBackend().createKeyedState(Types.LONG, place);
            timers = Timers.ofKeys(keys, new NoClock(), (domain, namespace, time) -> {
                if (time < lastTime) {
                    throw new IllegalStateException(time + " rings after " + lastTime);
                }
                lastTime = time;
                rung++;
            });
        }

        void run(int round) throws Exception {
            long before = usedHeap();
            SplittableRandom random = new SplittableRandom(round);
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                keys.setCurrentKey(random.nextLong(KEYS));
                timers.register(TimeDomain.EVENT_TIME, null, 1_000_000L + random.nextInt(DAY));
            }
            double setNanos = (double) (System.nanoTime() - begin) / count;
            long kept = timers.count(TimeDomain.EVENT_TIME);
            double bytes = (double) (usedHeap() - before) / kept;
            begin = System.nanoTime();
            for (int time = 0; time < 1_000_000; time++) {
                timers.advance(time);
            }
            double idleNanos = (double) (System.nanoTime() - begin) / 1_000_000;
            begin = System.nanoTime();
            timers.advance(Long.MAX_VALUE);
            double ringNanos = (double) (System.nanoTime() - begin) / rung;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %d timers, %.1f bytes each; %.0f ns to set, %.0f ns to ring, %.1f ns for a watermark"
                            + " before the first%n",
                    round,
                    rung,
                    bytes,
                    setNanos,
                    ringNanos,
                    idleNanos);
        }
    }

    static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** A clock that stands still. */
    private static final class NoClock implements ProcessingTime {
        @Override
        public long now() {
            return 0;
        }

        @Override
        public Scheduled schedule(long time, Action action) {
            return () -> {};
        }
    }
}
