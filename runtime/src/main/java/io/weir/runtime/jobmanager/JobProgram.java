package io.weir.runtime.jobmanager;

import io.weir.configuration.CoreOptions;
import io.weir.execution.CachedFile;
import io.weir.runtime.blob.BlobStore;
import io.weir.runtime.checkpoint.EnumeratorState;
import io.weir.runtime.classloading.UserClassLoaders;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.ha.JobGraphStore;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.JobDetails;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The part of the user's program that runs in the JobManager: enumerators of sources and committers of sinks, with the
 * class loader that knows them.
 *
 * <p>Thread: the JobManager's main thread calls; the program itself runs on the coordinator thread and on the executor
 * for input and output. Life: that of the job.
 */
final class JobProgram {
    /** How long enumerators have to end before they are interrupted. */
    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    private final WatermarkAlignment alignment = new WatermarkAlignment();
    private final JobManagerServices services;
    private final JobGraph graph;
    private final JobRecord record;
    private final List<BlobKey> jars;
    private final SourceCoordinator.Environment sourceEnvironment;
    private final SplitDeliveries deliveries;
    private SuperstepBarrier supersteps;

    // Written once by the thread that prepares, before its future completes; read after that.
    private volatile UserClassLoaders.Lease lease;
    private volatile OutputCommitters committers;
    private SourceCoordinator sources; // main thread only; null before the sources are started, and if there are none

    JobProgram(
            JobManagerServices services,
            JobGraph graph,
            List<BlobKey> jars,
            FailureDetector.Host main,
            SplitDeliveries deliveries,
            BiConsumer<VertexId, Throwable> onSourceFailure) {
        this.services = services;
        this.graph = graph;
        this.jars = jars;
        this.record = new JobRecord(services, graph.jobId(), main);
        this.deliveries = deliveries;
        this.sourceEnvironment = new SourceCoordinator.Environment(
                () -> services.threads().apply("sources-" + graph.jobId()), services.io(), deliveries, onSourceFailure);
    }

    /** Loads the program. */
    void load() {
        BlobStore blobs = services.blobs();
        List<Path> paths = blobs.retain(graph.jobId(), jars);
        if (graph.configuration().contains(CoreOptions.CACHED_FILES)) {
            // Files that functions ask for come after the program's jars.
            paths = paths.subList(
                    0, paths.size() - CachedFile.localOf(graph.configuration()).size());
        }
        lease = services.classLoaders().acquire(graph.jobId(), paths, graph.configuration());
    }

    /** Prepares the outputs, for tasks that begin. */
    CompletableFuture<Void> prepareOutputs() {
        return readCommitters(OutputCommitters::setup);
    }

    /** Leaves the outputs as they are, for tasks that go on. */
    CompletableFuture<Void> keepOutputs() {
        return readCommitters(OutputCommitters::keep);
    }

    /** Leaves the outputs as they are, for all tasks had finished: they are published and not discarded. */
    CompletableFuture<Void> finishedOutputs() {
        return readCommitters(outputs -> {});
    }

    private CompletableFuture<Void> readCommitters(Consumer<OutputCommitters> next) {
        if (!publishes()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(
                () -> {
                    committers = OutputCommitters.of(graph, lease.classLoader());
                    next.accept(committers);
                },
                services.io());
    }

    /** Returns what knows the program's classes, once it is prepared. */
    ClassLoader classLoader() {
        return lease.classLoader();
    }

    /**
     * Starts the enumerators of vertices, for the first time or after {@link #stopSources}.
     *
     * @param vertices the vertices
     * @param states what they go on from; the enumerators of vertices that are not named have no past
     */
    void startSources(List<JobVertex> vertices, Map<VertexId, EnumeratorState> states) {
        if (sources == null) {
            sources = SourceCoordinator.create(graph, lease.classLoader(), sourceEnvironment);
        }
        if (sources != null) {
            sources.start(vertices, states);
        }
    }

    /**
     * Starts the enumerators of all vertices, whose readers go on.
     *
     * @param states what they go on from
     * @param given the splits that readers were given since then
     */
    void startSources(Map<VertexId, EnumeratorState> states, Map<VertexId, List<HeldTask.GivenSplits>> given) {
        sources = SourceCoordinator.create(graph, lease.classLoader(), sourceEnvironment);
        if (sources != null) {
            sources.start(graph.vertices(), states, given);
        }
    }

    /**
     * Ends the enumerators of vertices whose readers are all about to begin again; lets others give once more what they
     * have given to those that are.
     *
     * @param readers the readers; other tasks among them are left out
     * @return complete when that is done
     */
    CompletableFuture<Void> stopSources(Collection<TaskInstance> readers) {
        return sources == null ? CompletableFuture.completedFuture(null) : sources.stop(readers);
    }

    /** Asks the enumerators what they have to go on from; completes on their thread. */
    CompletableFuture<List<EnumeratorState>> snapshotSources(long checkpointId) {
        return sources == null ? CompletableFuture.completedFuture(List.of()) : sources.snapshot(checkpointId);
    }

    void readerRuns(ExecutionId reader) {
        if (sources != null) {
            sources.readerRuns(reader);
        }
    }

    /** Notes how far a source has come in event time, and returns how far the one of its group has that is most behind. */
    long alignWatermark(ExecutionId source, String group, long watermark) {
        return alignment.report(source, group, watermark);
    }

    /** Returns where the tasks of iterations meet. */
    SuperstepBarrier supersteps() {
        if (supersteps == null) {
            supersteps = deliveries.supersteps();
        }
        return supersteps;
    }

    void requestSplit(ExecutionId reader, String hostName) {
        if (sources != null) {
            sources.requestSplit(reader, hostName);
        }
    }

    /**
     * Returns whether some output counts as a whole only: it is published when the job has finished, or collected for the
     * client. What an attempt gave out before a checkpoint is lost with its JobManager, or discarded.
     */
    boolean givesAllOutAtItsEnd() {
        return publishes() || collects();
    }

    /** Returns whether some output is published when the job has finished. */
    boolean publishes() {
        return graph.vertices().stream().anyMatch(vertex -> !vertex.committers().isEmpty());
    }

    /** Returns whether some output is collected for the client; until it fetches it, it is here only. */
    boolean collects() {
        return !graph.results().isEmpty();
    }

    /** Publishes the outputs. */
    CompletableFuture<Void> commit() {
        return committers == null
                ? CompletableFuture.completedFuture(null)
                : record.publishing().thenRunAsync(committers::commit, services.io());
    }

    /** Notes with what savepoint the job was stopped; complete when whoever leads next would know. */
    CompletableFuture<Void> noteStop(long checkpointId, String path) {
        return services.term().jobs().stopped(graph.jobId(), new JobGraphStore.Stop(checkpointId, path));
    }

    /** Notes how the job has ended, for whoever leads next; complete, on the main thread, when that is done. */
    CompletableFuture<Void> noteEnd(JobDetails details) {
        return record.ended(details);
    }

    /** Discards the outputs. */
    CompletableFuture<Void> abort() {
        return committers == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(committers::abort, services.io());
    }

    /** Deletes output that nobody will publish. */
    CompletableFuture<Void> clean() {
        UserClassLoaders.Lease program = lease;
        return program == null || !OutputCleaners.areIn(graph)
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> OutputCleaners.run(graph, program.classLoader()), services.io());
    }

    /** Lets go of the program, as soon as its enumerators have ended: their ends may need classes, too. */
    void close() {
        if (sources == null) {
            release();
            return;
        }
        SourceCoordinator closing = sources;
        closing.close();
        services.io().execute(() -> {
            closing.awaitEnd(CLOSE_TIME);
            release();
        });
    }

    private void release() {
        if (lease != null) {
            lease.close();
        }
        services.blobs().release(graph.jobId());
    }
}
