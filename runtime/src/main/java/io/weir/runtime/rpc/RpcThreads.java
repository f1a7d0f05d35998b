package io.weir.runtime.rpc;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;

/**
 * The threads of a service, passed in so that a control plane can run on one thread under simulated time.
 *
 * @param mainThreads makes the main thread of an endpoint from its name; the service shuts it down with the endpoint
 * @param timer ends calls that take too long; the service shuts it down
 */
public record RpcThreads(Function<String, ScheduledExecutorService> mainThreads, ScheduledExecutorService timer) {
    /** Returns real threads: one for each endpoint, one for the time. All are daemons. */
    public static RpcThreads create() {
        return new RpcThreads(RpcThreads::single, single("rpc-timer"));
    }

    private static ScheduledExecutorService single(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            // Not that of whoever happens to call first: it may be a program's, and has to go with it.
            thread.setContextClassLoader(RpcThreads.class.getClassLoader());
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }
}
