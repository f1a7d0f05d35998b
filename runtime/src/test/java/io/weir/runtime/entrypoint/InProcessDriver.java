package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.execution.JobStatus;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.ha.LeaderRetrieval;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.resourcemanager.ResourceManagerDriver;
import io.weir.runtime.resourcemanager.WorkerSpec;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.taskmanager.TaskManagerServices;
import io.weir.util.WeirException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster manager that starts TaskManagers in this process when it is asked to, and refuses when a test says so. */
final class InProcessDriver implements ResourceManagerDriver {
    private final Configuration configuration;
    private final RpcService rpc;
    private final Map<TaskManagerId, TaskManagerRunner> workers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger(); // written by the main thread, read by tests

    private volatile WeirException refusal; // written by tests, read by the main thread
    private volatile Callbacks callbacks;
    private volatile Executor main;
    private volatile String deregistered;

    InProcessDriver(Configuration configuration, RpcService rpc) {
        this.configuration = configuration;
        this.rpc = rpc;
    }

    void refuse(WeirException why) {
        refusal = why;
    }

    int requests() {
        return requests.get();
    }

    int running() {
        return workers.size();
    }

    String deregistered() {
        return deregistered;
    }

    /** Ends a process as a cluster does that has killed it. */
    void kill(String diagnostics) {
        TaskManagerId id = workers.keySet().iterator().next();
        main.execute(() -> callbacks.onWorkerTerminated(id, diagnostics));
        workers.remove(id).close();
    }

    @Override
    public void start(Callbacks newCallbacks, Executor mainThread) {
        callbacks = newCallbacks;
        main = mainThread;
    }

    @Override
    public CompletableFuture<TaskManagerId> requestWorker(WorkerSpec spec) {
        int number = requests.incrementAndGet();
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        TaskManagerId id = new TaskManagerId("container-" + number);
        return CompletableFuture.supplyAsync(
                () -> {
                    workers.put(id, start(id));
                    return id;
                },
                work -> new Thread(work, "launch").start());
    }

    private TaskManagerRunner start(TaskManagerId id) {
        return TaskManagerRunner.start(new TaskManagerRunner.Parts(
                configuration,
                id,
                rpc,
                LeaderRetrieval.fixed(new LeaderAddress(rpc.host(), rpc.port(), FencingToken.NONE)),
                Optional.empty(),
                getClass().getClassLoader(),
                Clock.systemUTC(),
                new TaskManagerServices.Process() {
                    @Override
                    public void end(String reason) {
                        // The driver ends it.
                    }

                    @Override
                    public void fail(Throwable cause) {
                        throw new AssertionError(cause);
                    }
                }));
    }

    @Override
    public void stopWorker(TaskManagerId worker) {
        TaskManagerRunner stopped = workers.remove(worker);
        if (stopped != null) {
            new Thread(stopped::close, "stop").start();
        }
    }

    @Override
    public void deregister(JobStatus status, String diagnostics) {
        deregistered = status + " " + diagnostics;
    }

    @Override
    public void close() {
        workers.values().forEach(TaskManagerRunner::close);
    }
}
