package io.weir.runtime.taskmanager;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps the threads that write a checkpoint from taking the processors away from the tasks: together they work for a small
 * share of the time, and rest for the others, as long as the checkpoint does not take too long for that. Who waits for
 * files or the network does not work. The first moments are free, so that small checkpoints are as quick as they can be.
 *
 * <p>Threads: those that write share it; each has a {@link Turn} of its own. Life: that of the checkpoint's files.
 */
final class WritePace {
    /** All threads that write together work for one of so many parts of the processors' time. */
    private static final int PARTS = 10;

    /** How long a thread works before it rests for the first time. */
    private static final long FREE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** It is not worth to rest for less. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Environment environment;
    private final long end;

    /** How many threads write at the moment. Guarded by this. */
    private int turns;

    /**
     * What it depends on.
     *
     * @param processors how many there are
     * @param clock nanoseconds, from any time on
     * @param worked for how many nanoseconds the current thread has had a processor, or less than 0 if nobody knows
     * @param rest lets the current thread wait for about so many nanoseconds
     */
    record Environment(int processors, LongSupplier clock, LongSupplier worked, LongConsumer rest) {
        /** Returns that of this process. */
        static Environment ofProcess() {
            return new Environment(
                    Runtime.getRuntime().availableProcessors(),
                    System::nanoTime,
                    Environment::ofCurrentThread,
                    LockSupport::parkNanos);
        }

        private static long ofCurrentThread() {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
        }
    }

    /**
     * Creates it; the checkpoint begins.
     *
     * @param environment what it depends on
     * @param limitNanos for how long threads rest at most; then they write as fast as they can
     */
    WritePace(Environment environment, long limitNanos) {
        this.environment = environment;
        this.end = environment.clock.getAsLong() + limitNanos;
    }

    /** The current thread begins to write. */
    Turn begin() {
        synchronized (this) {
            turns++;
        }
        return new Turn();
    }

    private synchronized void end() {
        turns--;
    }

    /** Returns how long one thread has to take for a time of work. */
    private synchronized long durationOf(long workedNanos) {
        return Math.max(workedNanos, workedNanos * PARTS * turns / environment.processors);
    }

    /** How one thread writes. It alone uses it. */
    final class Turn implements AutoCloseable {
        private long begin = environment.clock.getAsLong();
        private long worked = environment.worked.getAsLong();
        private long free = FREE_NANOS;

        /** Rests if it is time to. To be called after some work, of some milliseconds at most where that is possible. */
        void pause() {
            long used = environment.worked.getAsLong() - worked;
            if (used <= free || worked < 0) {
                return;
            }
            long until = begin + durationOf(used - free) + free;
            long now = environment.clock.getAsLong();
            if (until - now < SHORTEST_NANOS) {
                return;
            }
            while (until - now > 0 && end - now > 0) {
                environment.rest.accept(Math.min(until, end) - now);
                now = environment.clock.getAsLong();
            }
            free = 0;
            worked += used;
            begin = now;
        }

        /** It has written all. */
        @Override
        public void close() {
            end();
        }
    }
}
