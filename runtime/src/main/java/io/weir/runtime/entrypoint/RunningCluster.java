package io.weir.runtime.entrypoint;

import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.dispatcher.Dispatcher;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.protocol.DispatcherGateway;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.resourcemanager.ResourceManager;
import io.weir.runtime.rpc.RpcService;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The head of a cluster: Dispatcher and ResourceManager. For any thread.
 *
 * <p>Life: from {@link ClusterEntrypoint#start} until closed by the process that hosts it.
 */
public final class RunningCluster implements AutoCloseable {
    private final RpcService rpc;
    private final ResourceManager resourceManager;
    private final Dispatcher dispatcher;
    private final DispatcherGateway gateway;
    private final CompletableFuture<ClusterEntrypoint.Ending> ending;
    private final Closer closer; // guarded by this: closed by whoever comes first

    RunningCluster(
            RpcService rpc,
            ResourceManager resourceManager,
            Dispatcher dispatcher,
            DispatcherGateway gateway,
            CompletableFuture<ClusterEntrypoint.Ending> ending,
            Closer closer) {
        this.rpc = rpc;
        this.resourceManager = resourceManager;
        this.dispatcher = dispatcher;
        this.gateway = gateway;
        this.ending = ending;
        this.closer = closer;
    }

    /** Returns the calls of the process. */
    public RpcService rpc() {
        return rpc;
    }

    /** Returns the host at which clients and TaskManagers reach the cluster. */
    public String host() {
        return rpc.host();
    }

    /** Returns the port at which clients and TaskManagers reach the cluster; 0 if they are in this process. */
    public int port() {
        return rpc.port();
    }

    /** Returns where TaskManagers and clients find it. */
    public LeaderAddress leader() {
        return new LeaderAddress(host(), port(), resourceManager.fencingToken());
    }

    /**
     * Takes over the jobs that the leader before has left.
     *
     * @return complete when they have begun
     */
    public CompletableFuture<Void> takeOverJobs() {
        return dispatcher.takeOver();
    }

    /** Returns the jobs that are kept for the next leader, which are those that have not ended. */
    public CompletableFuture<List<JobId>> keptJobs() {
        return dispatcher.kept();
    }

    /** Returns what clients ask, for use in this process. */
    public DispatcherGateway dispatcher() {
        return gateway;
    }

    /**
     * Waits for the end of a job.
     *
     * @param job the job
     * @return how it ended
     */
    public CompletableFuture<JobDetails> termination(JobId job) {
        return dispatcher.termination(job);
    }

    /**
     * Waits until the client of a job that has ended knows how, and has fetched what the job collected; or until nobody is
     * waited for any more.
     *
     * @param job the job
     * @return complete at that time
     */
    public CompletableFuture<Void> resultsTaken(JobId job) {
        return dispatcher.resultsTaken(job);
    }

    /** Complete when the process has to end: a client wants it, or the cluster is lost. */
    public CompletableFuture<ClusterEntrypoint.Ending> ending() {
        return ending;
    }

    /**
     * Tells the cluster manager how the application ended. Comes before {@link #close}, after the jobs have ended.
     *
     * @param status how it ended
     * @param diagnostics the root cause, or an empty text
     * @return complete when it was told
     */
    public CompletableFuture<Void> deregister(JobStatus status, String diagnostics) {
        return resourceManager.deregisterApplication(status, diagnostics);
    }

    /** Cancels all jobs, waits for their ends, but not for ever, and takes no others. */
    public void stopJobs() {
        rpc.stop(dispatcher).handle((done, failure) -> null).join();
    }

    /** Leaves jobs and TaskManagers to whoever leads next, and lets go of everything but the calls of the process. */
    public synchronized void abandon() {
        dispatcher.abandon().handle((done, failure) -> null).join();
        rpc.stop(dispatcher).handle((done, failure) -> null).join();
        rpc.stop(resourceManager).handle((done, failure) -> null).join();
        closer.close();
    }

    /** Cancels all jobs, tells the TaskManagers to end, and lets go of everything. Closing again does nothing. */
    @Override
    public synchronized void close() {
        stopJobs();
        resourceManager.disconnectTaskManagers().handle((done, failure) -> null).join();
        rpc.close(); // before what its endpoints use
        closer.close();
    }
}
