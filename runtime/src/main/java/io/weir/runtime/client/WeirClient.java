package io.weir.runtime.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.execution.CachedFile;
import io.weir.execution.JobId;
import io.weir.runtime.blob.Blobs;
import io.weir.runtime.dispatcher.Dispatcher;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.ClusterInfo;
import io.weir.runtime.protocol.DispatcherGateway;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.ProtocolClasses;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.rpc.RpcSettings;
import io.weir.runtime.rpc.RpcThreads;
import io.weir.runtime.security.ClusterSecret;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client's way to a cluster. Methods wait for the answer, at most {@code client.timeout}. For any thread.
 *
 * <p>Life: from {@link #connect} until closed; closing ends the connection, not the cluster.
 */
public final class WeirClient implements AutoCloseable {
    /** How often a submission is tried when files it needs were deleted after the cluster had said it has them. */
    private static final int SUBMIT_ATTEMPTS = 3;

    private final DispatcherGateway dispatcher;
    private final Duration timeout;
    private final AutoCloseable connection;

    private WeirClient(DispatcherGateway dispatcher, Duration timeout, AutoCloseable connection) {
        this.dispatcher = dispatcher;
        this.timeout = timeout;
        this.connection = connection;
    }

    /**
     * Connects to the cluster at {@code jobmanager.rpc.address} and {@code jobmanager.rpc.port}, with the secret that the
     * options name.
     *
     * @param configuration the options
     * @return the client
     * @throws WeirException with UNREACHABLE if there is no cluster, with AUTHENTICATION if it has another secret
     */
    public static WeirClient connect(Configuration configuration) {
        if (HighAvailability.isEnabled(configuration)) {
            return connectToLeader(ClusterSecret.require(configuration), configuration);
        }
        return connect(
                configuration.get(JobManagerOptions.ADDRESS),
                configuration.get(JobManagerOptions.PORT),
                ClusterSecret.require(configuration),
                configuration);
    }

    /**
     * Connects to a cluster.
     *
     * @param host its host
     * @param port its port
     * @param secret its secret
     * @param configuration the options of the client
     * @return the client
     * @throws WeirException with UNREACHABLE if there is no cluster, with AUTHENTICATION if it has another secret
     */
    public static WeirClient connect(String host, int port, ClusterSecret secret, Configuration configuration) {
        RpcService rpc =
                RpcService.open(RpcSettings.calling(configuration), secret, ProtocolClasses.all(), RpcThreads.create());
        Duration timeout = configuration.get(ExecutionOptions.CLIENT_TIMEOUT);
        try {
            DispatcherGateway gateway = await(
                    rpc.connect(
                            new RpcAddress(host, port, Dispatcher.NAME), DispatcherGateway.class, FencingToken.NONE),
                    timeout);
            return new WeirClient(gateway, timeout, rpc);
        } catch (WeirException e) {
            rpc.close();
            throw e.code() == ErrorCode.UNREACHABLE ? unreachable(host, port, e) : e;
        }
    }

    /**
     * Connects to whoever leads a cluster; when another one leads, calls go there.
     *
     * @param secret its secret
     * @param configuration the options of the client, which say where leaders are elected
     * @return the client
     * @throws WeirException with UNREACHABLE if nobody leads, with AUTHENTICATION if the cluster has another secret
     */
    public static WeirClient connectToLeader(ClusterSecret secret, Configuration configuration) {
        return connectToLeader(secret, configuration, ClusterWatch.NONE);
    }

    /**
     * Connects to whoever leads a cluster that somebody else looks after; when another one leads, calls go there.
     *
     * @param secret its secret
     * @param configuration the options of the client, which say where leaders are elected
     * @param watch tells whether there is any use in waiting for another leader
     * @return the client
     * @throws WeirException with UNREACHABLE if nobody leads, with AUTHENTICATION if the cluster has another secret
     */
    public static WeirClient connectToLeader(ClusterSecret secret, Configuration configuration, ClusterWatch watch) {
        HighAvailability elections = HighAvailability.open(configuration);
        RpcThreads threads = RpcThreads.create();
        RpcService rpc = RpcService.open(RpcSettings.calling(configuration), secret, ProtocolClasses.all(), threads);
        Duration timeout = configuration.get(ExecutionOptions.CLIENT_TIMEOUT);
        DispatcherGateway gateway = LeaderDispatcher.create(
                rpc,
                elections.retrieval(),
                watch,
                threads.timer(),
                Clock.systemUTC(),
                configuration.get(HighAvailabilityOptions.LEADER_TIMEOUT));
        WeirClient client = new WeirClient(gateway, timeout, () -> {
            rpc.close();
            elections.close();
        });
        try {
            client.clusterInfo();
            return client;
        } catch (WeirException e) {
            client.close();
            throw e.code() != ErrorCode.TIMEOUT ? e : nobodyLeads(configuration, e);
        }
    }

    private static WeirException nobodyLeads(Configuration configuration, WeirException cause) {
        return new WeirException(
                ErrorCode.UNREACHABLE,
                "No JobManager leads the cluster " + configuration.get(HighAvailabilityOptions.CLUSTER_ID)
                        + ". Is ZooKeeper running at "
                        + configuration.get(HighAvailabilityOptions.ZOOKEEPER_QUORUM)
                        + ", and a JobManager? Is " + HighAvailabilityOptions.CLUSTER_ID + " right?",
                cause);
    }

    private static WeirException unreachable(String host, int port, WeirException cause) {
        return new WeirException(
                ErrorCode.UNREACHABLE,
                "No cluster answers at " + host + ":" + port + ". Is it running, and are jobmanager.rpc.address and"
                        + " jobmanager.rpc.port right?",
                cause);
    }

    /**
     * Makes a client of a cluster in this process.
     *
     * @param dispatcher the Dispatcher
     * @param configuration the options of the client
     * @return the client; closing it does nothing
     */
    public static WeirClient of(DispatcherGateway dispatcher, Configuration configuration) {
        return new WeirClient(dispatcher, configuration.get(ExecutionOptions.CLIENT_TIMEOUT), () -> {});
    }

    /**
     * Submits a job. Uploads those of its files that the cluster does not have.
     *
     * @param graph the job
     * @param jars what the program's class loader is made of, as local files
     * @return a handle on the job, once the cluster has accepted it; closing it does not close this client
     */
    public ClusterJobClient submit(JobGraph graph, List<Path> jars) {
        List<Path> files = withCachedFiles(jars, graph.configuration());
        List<BlobKey> keys = files.stream().map(Blobs::keyOf).toList();
        for (int attempt = 1; ; attempt++) {
            upload(keys, files);
            try {
                await(dispatcher.submitJob(graph, keys), timeout);
                return job(graph.jobId());
            } catch (WeirException e) {
                if (e.code() != ErrorCode.NOT_FOUND || attempt == SUBMIT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Local files that functions ask for come after the jars, in the order of the option; so all know which they are. */
    private static List<Path> withCachedFiles(List<Path> jars, Configuration options) {
        if (!options.contains(CoreOptions.CACHED_FILES)) {
            return jars;
        }
        List<Path> files = new ArrayList<>(jars);
        CachedFile.localOf(options).forEach(file -> files.add(file.localPath()));
        return files;
    }

    private void upload(List<BlobKey> keys, List<Path> jars) {
        if (keys.isEmpty()) {
            return;
        }
        for (BlobKey missing : await(dispatcher.missingBlobs(keys), timeout)) {
            upload(missing, jars.get(keys.indexOf(missing)));
        }
    }

    private void upload(BlobKey key, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            long offset = 0;
            do {
                byte[] part = in.readNBytes(Blobs.CHUNK);
                await(dispatcher.uploadBlob(key, offset, part), timeout);
                offset += part.length;
                if (part.length == 0 && offset < key.size()) {
                    throw new WeirException(ErrorCode.FILE, "The file " + file + " was cut while it was uploaded.");
                }
            } while (offset < key.size());
        } catch (IOException e) {
            throw new WeirException(ErrorCode.FILE, "The file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Returns a handle on a job, whether there is one with that id or not.
     *
     * @param job the job
     * @return the handle; closing it does not close this client
     */
    public ClusterJobClient job(JobId job) {
        return new ClusterJobClient(job, dispatcher, () -> {});
    }

    /** Returns all jobs that run or have ended lately, the latest first. */
    public List<JobSummary> list() {
        return await(dispatcher.listJobs(), timeout);
    }

    /**
     * Describes a job.
     *
     * @param job the job
     * @return its progress
     * @throws WeirException with NOT_FOUND if there is no such job
     */
    public JobDetails details(JobId job) {
        return await(dispatcher.jobDetails(job), timeout);
    }

    /**
     * Asks a job to cancel.
     *
     * @param job the job
     * @throws WeirException with NOT_FOUND if there is no such job
     */
    public void cancel(JobId job) {
        await(dispatcher.cancelJob(job), timeout);
    }

    /**
     * Asks a job for a checkpoint or savepoint; {@link #checkpoints} tells how it goes.
     *
     * @param job the job
     * @param kind what it is for
     * @param directory where a savepoint's directory is made; empty for the default
     * @return its number
     * @throws WeirException with NOT_FOUND if there is no such job, or it has ended
     */
    public long requestCheckpoint(JobId job, CheckpointKind kind, String directory) {
        return requestCheckpoint(job, kind, directory, newRequestId());
    }

    /**
     * Asks a job for a checkpoint or savepoint, perhaps once more: if its JobManager is lost, what it had begun is lost too,
     * and {@link #checkpoints} does not tell of it any more.
     *
     * @param job the job
     * @param kind what it is for
     * @param directory where a savepoint's directory is made; empty for the default
     * @param requestId names the request; a JobManager carries it out once
     * @return its number, the same one as long as the same JobManager leads the job
     * @throws WeirException with NOT_FOUND if there is no such job, or it has ended
     */
    public long requestCheckpoint(JobId job, CheckpointKind kind, String directory, String requestId) {
        return await(dispatcher.requestCheckpoint(job, kind, directory, requestId), timeout);
    }

    /** Returns a name for a request that no other has. */
    public static String newRequestId() {
        return JobId.random().value();
    }

    /**
     * Returns how the last checkpoints and savepoints of a job went or go.
     *
     * @param job the job
     * @return the newest first
     * @throws WeirException with NOT_FOUND if there is no such job
     */
    public List<CheckpointReport> checkpoints(JobId job) {
        return await(dispatcher.checkpoints(job), timeout);
    }

    /** Describes the cluster. */
    public ClusterInfo clusterInfo() {
        return await(dispatcher.clusterInfo(), timeout);
    }

    /** Cancels all jobs and ends the cluster. */
    public void shutdownCluster() {
        await(dispatcher.shutdownCluster(), timeout);
    }

    /** Returns what this client asks. */
    public DispatcherGateway dispatcher() {
        return dispatcher;
    }

    static <T> T await(CompletableFuture<T> answer, Duration timeout) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WeirException known) {
                throw known;
            }
            throw new WeirException(ErrorCode.INTERNAL, "A call failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new WeirException(
                    ErrorCode.TIMEOUT,
                    "The cluster did not answer within " + timeout.toMillis() + " ms (client.timeout).",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.CANCELED, "The thread was interrupted while it waited.", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (Exception e) {
            throw new WeirException(ErrorCode.INTERNAL, "The connection could not be closed.", e);
        }
    }
}
