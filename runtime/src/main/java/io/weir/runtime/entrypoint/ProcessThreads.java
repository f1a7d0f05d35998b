package io.weir.runtime.entrypoint;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of a process, all of them daemons with names that say whose they are. Stateless. */
final class ProcessThreads {
    private static final int IO_THREADS = 16;
    private static final long IDLE_SECONDS = 5;

    private ProcessThreads() {}

    /** Makes a thread that is not started. It does not keep the class loader of the program that may have caused it. */
    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(ProcessThreads.class.getClassLoader());
        return thread;
    }

    /** Makes an executor for input and output, without a thread as long as there is nothing to do. */
    static ExecutorService io(String name) {
        AtomicInteger number = new AtomicInteger(); // written and read by whoever hands over work
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                IO_THREADS,
                IO_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> daemon(name + "-" + number.incrementAndGet(), work));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Makes an executor with one thread. */
    static ExecutorService single(String name) {
        return Executors.newSingleThreadExecutor(work -> daemon(name, work));
    }

    /** Makes a timer. */
    static ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> daemon(name, work));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }
}
