package io.weir.runtime.operators;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * Calls something that needs a lock which the source function may hold while it waits for the task to take records: the
 * lock is awaited and held by a thread of its own, and the call is made by it, so that the task can go on taking until
 * the lock is held. Once it is, the task takes what is left, lets the call happen, and waits for its end.
 */
final class LockedCall {
    private final Object lock;
    private final Callable<Void> call;
    private final Runnable wakeTask;
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Written by the task's thread before it lets the other go on. */
    private boolean abandoned;

    /** Written by the call's thread before {@link #done}, read by the task's after it. */
    private Throwable failure;

    /** Written by the call's thread, read by the task's. */
    private volatile boolean held;

    /** Written by the call's thread, read by the task's. */
    private volatile boolean done;

    LockedCall(Object lock, Callable<Void> call, Runnable wakeTask) {
        this.lock = lock;
        this.call = call;
        this.wakeTask = wakeTask;
    }

    void start() {
        Thread task = Thread.currentThread();
        Thread thread = new Thread(this::run, "checkpoint of " + task.getName());
        thread.setContextClassLoader(task.getContextClassLoader());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            synchronized (lock) { // the function's thread is the other one that takes it
                held = true;
                wakeTask.run();
                goOn.await();
                if (!abandoned) {
                    call.call();
                }
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            done = true;
            wakeTask.run();
        }
    }

    /** Returns whether the lock is held, so that the function emits nothing. */
    boolean isHeld() {
        return held;
    }

    /** Lets the call happen. */
    void proceed() {
        goOn.countDown();
    }

    /** Gives the lock back without the call. */
    void abandon() {
        abandoned = true;
        goOn.countDown();
    }

    boolean isDone() {
        return done;
    }

    /** Fails as the call did, if it did. */
    void check() throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
    }
}
