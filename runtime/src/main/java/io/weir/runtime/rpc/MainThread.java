package io.weir.runtime.rpc;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which an endpoint's state is read and changed. Any thread may hand work to it; the work runs in the
 * order in which it came. Ends with its endpoint, which drops what has not begun.
 */
final class MainThread implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(MainThread.class);

    private final String name;
    private final ScheduledExecutorService executor;

    // Results that somebody waits for: added by callers, removed by whoever completes them.
    private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();

    // Written by the thread that runs the work, compared by any thread with itself. No volatile: a thread that finds
    // itself here has written that itself.
    private Thread owner;

    MainThread(String name, ScheduledExecutorService executor) {
        this.name = name;
        this.executor = executor;
    }

    boolean isCurrent() {
        return owner == Thread.currentThread();
    }

    /** Runs work soon. Work that comes after the end is dropped. */
    @Override
    public void execute(Runnable work) {
        try {
            executor.execute(() -> run(work));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has ended and drops {}.", name, work, e);
        }
    }

    <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        waiting.add(result);
        result.whenComplete((value, failure) -> waiting.remove(result));
        try {
            executor.execute(() -> run(() -> {
                try {
                    result.complete(work.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            }));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(ended());
        }
        return result;
    }

    private WeirException ended() {
        return new WeirException(ErrorCode.UNREACHABLE, "The endpoint " + name + " has ended.");
    }

    ScheduledFuture<?> schedule(Duration delay, Runnable work) {
        return executor.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the thread, soon or after the work that runs now; whoever waits for work that has not begun learns so. */
    void end() {
        executor.shutdownNow();
        if (isCurrent()) {
            // What still runs here tells others of the end, and must not take the interrupt for its own.
            Thread.interrupted();
        }
        waiting.forEach(result -> result.completeExceptionally(ended()));
    }

    private void run(Runnable work) {
        Thread before = owner;
        owner = Thread.currentThread();
        try {
            work.run();
        } catch (Throwable e) {
            LOG.error("Work on the main thread of {} failed; the endpoint goes on.", name, e);
        } finally {
            owner = before;
        }
    }
}
