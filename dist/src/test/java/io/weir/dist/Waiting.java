package io.weir.dist;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that other processes bring about. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Waiting() {}

    /** Returns when a condition holds; fails if it does not for long, even on a busy machine. */
    static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come to pass within " + PATIENCE + " that " + what + ".");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
