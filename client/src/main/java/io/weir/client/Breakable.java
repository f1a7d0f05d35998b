package io.weir.client;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A call that may take long, such as a deployment that waits for a queue. When the process is to end, the shutdown hook
 * breaks it off and waits until it has cleaned up behind itself. One thread calls, the hook breaks off.
 */
final class Breakable {
    // Both guarded by this: written by the caller and by the hook.
    private Thread caller;
    private boolean broken;

    /**
     * Makes the call on this thread.
     *
     * @param call the call, which ends when its thread is interrupted
     * @param <T> what it returns
     * @return what it returns
     * @throws WeirException with CANCELED if the process is ending already
     */
    <T> T call(Supplier<T> call) {
        begin();
        try {
            return call.get();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        if (broken) {
            throw new WeirException(ErrorCode.CANCELED, "The command was interrupted.");
        }
        caller = Thread.currentThread();
    }

    private synchronized void end() {
        caller = null;
        notifyAll();
    }

    /**
     * Breaks the call off, if one is under way, and refuses later ones.
     *
     * @param patience how long to wait at most until it has returned
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized void breakOff(Duration patience) throws InterruptedException {
        broken = true;
        if (caller != null) {
            caller.interrupt();
        }
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); caller != null && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }
}
