package io.weir.runtime.resourcemanager;

import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.TaskManagerId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** For clusters whose TaskManagers are started and stopped by people or scripts: it does nothing. */
public final class StandaloneResourceManagerDriver implements ResourceManagerDriver {
    @Override
    public void start(Callbacks callbacks, Executor mainThread) {
        // TaskManagers register by themselves.
    }

    @Override
    public boolean startsWorkers() {
        return false;
    }

    @Override
    public CompletableFuture<TaskManagerId> requestWorker(WorkerSpec spec) {
        return new CompletableFuture<>(); // until somebody starts one
    }

    @Override
    public void stopWorker(TaskManagerId worker) {
        // It was told to disconnect, and ends by itself.
    }

    @Override
    public void deregister(JobStatus status, String diagnostics) {
        // There is nobody to tell.
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
