package io.weir.testing.hadoop;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits, with a bound, for what daemons only tell when asked. Any thread may use it. */
final class Waiting {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Waiting() {}

    /**
     * Asks again and again until the answer is yes.
     *
     * @param what what is waited for, for the message
     * @param bound how long
     * @param condition the question
     * @throws WeirException with TIMEOUT when the bound is over
     */
    static void until(String what, Duration bound, Callable<Boolean> condition) {
        if (!reached(bound, condition)) {
            throw new WeirException(ErrorCode.TIMEOUT, what + " did not happen within " + bound.toSeconds() + " s");
        }
    }

    /** The same, with false instead of an exception. */
    static boolean reached(Duration bound, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (true) {
            if (ask(condition)) {
                return true;
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean ask(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new WeirException(ErrorCode.UNREACHABLE, "a daemon did not answer: " + e.getMessage(), e);
        }
    }
}
