package io.weir.runtime.restore;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs code of the program on a thread of its own, so that nobody waits for it for ever. Stateless. */
final class BoundedWait {
    private BoundedWait() {}

    /**
     * Runs something, and waits for it.
     *
     * @param limit for how long; not at all by the clock, and on this thread, if it is zero
     * @param work what is run, with this thread's context class loader
     * @return whether it has ended in time; if not, its thread was interrupted, and what it has changed is not to be read
     */
    static boolean run(Duration limit, Runnable work) {
        if (limit.isZero()) {
            work.run();
            return true;
        }
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread caller = Thread.currentThread();
        Thread thread = new Thread(task, caller.getName() + "-opens");
        thread.setDaemon(true);
        thread.setContextClassLoader(caller.getContextClassLoader());
        thread.start();
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            task.cancel(true);
            return false;
        } catch (InterruptedException e) {
            task.cancel(true);
            caller.interrupt();
            throw new CancellationException("interrupted while functions were opened");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a Runnable throws nothing else
        }
    }
}
