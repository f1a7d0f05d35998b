package io.weir.runtime.minicluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until something holds, for a bounded time. */
public final class Eventually {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Eventually() {}

    /** Waits until a condition holds. */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, BOUND, condition);
    }

    /** Waits until a condition holds, for a time. */
    public static void until(String what, Duration bound, Callable<Boolean> condition) {
        long end = System.nanoTime() + bound.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Not within " + bound + ": " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
