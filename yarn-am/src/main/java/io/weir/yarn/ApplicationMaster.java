package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.execution.JobStatus;
import io.weir.fs.FileSystems;
import io.weir.hdfs.HadoopClassLoader;
import io.weir.hdfs.HadoopConfigurations;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.entrypoint.ClusterEntrypoint;
import io.weir.runtime.entrypoint.MainProcess;
import io.weir.runtime.entrypoint.RunningCluster;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.security.ClusterSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of the ApplicationMaster: it hosts the head of the cluster. With a job among its files it runs that job
 * and ends with it; without, it takes jobs until a client shuts it down. Before it ends it deletes the application's
 * files and tells YARN how it went.
 *
 * <p>Threads: the main thread starts it and waits; the end begins on a thread of the cluster, or of a signal, and files are
 * deleted on one of its own. Life: that of
 * the process.
 */
public final class ApplicationMaster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationMaster.class);

    /** How long a job that has ended waits for the client to ask how; a client that waits asks at once. */
    private static final long CLIENT_SECONDS = 30;

    /** How long the end waits for the file system. */
    private static final long FILES_SECONDS = 15;

    private final MainProcess process;
    private final Path directory;
    private final org.apache.hadoop.fs.Path path;
    private final CompletableFuture<StagingDirectory> staging = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean(); // set by whoever ends it first, be it a job or a client
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    private final boolean lastAttempt;
    private final YarnResourceManagerDriver driver;
    private final RunningCluster cluster;

    private ApplicationMaster(MainProcess process, Configuration options, Map<String, String> environment)
            throws IOException {
        this.process = process;
        this.directory = Path.of(environment.get(ApplicationConstants.Environment.PWD.name()));
        org.apache.hadoop.conf.Configuration hadoop = HadoopConfigurations.create(options);
        this.path = new org.apache.hadoop.fs.Path(environment.get(ContainerLayout.STAGING_VARIABLE));
        inBackground("staging", () -> openStaging(hadoop));
        this.lastAttempt = attempt(environment)
                >= Integer.parseInt(environment.getOrDefault(ContainerLayout.ATTEMPTS_VARIABLE, "1"));
        this.driver = new YarnResourceManagerDriver(options, hadoop, TaskManagerLaunch.read(options, directory));
        this.cluster = ClusterEntrypoint.start(options, ClusterSecret.require(options), driver);
    }

    /**
     * Runs until the application ends.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        System.exit(MainProcess.run("ApplicationMaster", process -> start(process, System.getenv())));
    }

    private static ApplicationMaster start(MainProcess process, Map<String, String> environment) throws Exception {
        Configuration options = ConfigurationLoader.load(Map.of())
                .set(JobManagerOptions.ADDRESS, environment.get(ApplicationConstants.Environment.NM_HOST.name()))
                .set(JobManagerOptions.PORT, 0);
        FileSystems.initialize(options);
        HadoopPlugin.install(options);
        ApplicationMaster master = new ApplicationMaster(process, options, environment);
        try {
            master.serve(options);
            return master;
        } catch (RuntimeException e) {
            master.close();
            throw e;
        }
    }

    /** Beside the start, which has no use for it; but long before the end, for which there may be little time. */
    private void openStaging(org.apache.hadoop.conf.Configuration hadoop) {
        try {
            FileSystem files = HadoopClassLoader.call(() -> FileSystem.newInstance(path.toUri(), hadoop));
            staging.complete(new StagingDirectory(files, path, -1));
        } catch (IOException | RuntimeException e) {
            staging.completeExceptionally(e);
        }
    }

    private static void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static int attempt(Map<String, String> environment) {
        return ContainerId.fromString(environment.get(ApplicationConstants.Environment.CONTAINER_ID.name()))
                .getApplicationAttemptId()
                .getAttemptId();
    }

    private void serve(Configuration options) {
        Optional<JobGraph> job = job();
        RuntimeException refused = null;
        try {
            job.ifPresent(graph -> submit(graph, options));
        } catch (RuntimeException e) {
            refused = e;
        }
        // After the submission, so that a client who sees the application finds the job.
        driver.register(cluster.host(), cluster.port()).join();
        if (refused != null) {
            end(JobStatus.FAILED, Failures.describe(refused).describe());
            return;
        }
        cluster.ending().thenAccept(ending -> {
            if (ending.failure() != null) {
                end(JobStatus.FAILED, Failures.describe(ending.failure()).describe());
            } else if (job.isEmpty()) {
                end(JobStatus.FINISHED, "");
            } else {
                end(JobStatus.CANCELED, "A client has shut the cluster down.");
            }
        });
        job.ifPresent(graph -> endWith(graph, options));
    }

    private Optional<JobGraph> job() {
        Path file = directory.resolve(JobFile.NAME);
        try {
            return Files.exists(file) ? Optional.of(JobFile.read(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void submit(JobGraph graph, Configuration options) {
        WeirClient.of(cluster.dispatcher(), options).submit(graph, ProgramFiles.in(directory));
    }

    private void endWith(JobGraph graph, Configuration options) {
        boolean attached = JobFile.options(options, graph).get(ExecutionOptions.ATTACHED);
        cluster.termination(graph.jobId())
                .thenCompose(details -> taken(graph, attached).thenApply(taken -> details))
                .whenComplete((details, failure) -> {
                    if (failure != null) {
                        end(JobStatus.FAILED, Failures.describe(failure).describe());
                    } else {
                        end(details.summary().status(), diagnostics(details));
                    }
                });
    }

    /** A client that waits for the job hears the result from us: nobody else can tell it once we have gone. */
    private CompletableFuture<Void> taken(JobGraph graph, boolean attached) {
        return attached
                ? cluster.resultsTaken(graph.jobId()).completeOnTimeout(null, CLIENT_SECONDS, TimeUnit.SECONDS)
                : CompletableFuture.completedFuture(null);
    }

    private static String diagnostics(JobDetails details) {
        FailureInfo failure = details.failure();
        if (failure == null) {
            return "";
        }
        return failure.stackTrace().isBlank() ? failure.describe() : failure.describe() + "\n" + failure.stackTrace();
    }

    /** Called on threads of the cluster, which must not wait for files; only the first call counts. */
    private void end(JobStatus status, String diagnostics) {
        if (ending.compareAndSet(false, true)) {
            inBackground("end", () -> {
                deleteFiles();
                deleted.complete(null);
            });
            // Files go first: once YARN knows of the end, the user may look whether anything is left. But YARN is told
            // even if nobody answers who has the files.
            deleted.completeOnTimeout(null, FILES_SECONDS, TimeUnit.SECONDS)
                    .thenCompose(done -> cluster.deregister(status, diagnostics))
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            process.end("the application is " + status);
                        } else {
                            process.fail(failure);
                        }
                    });
        }
    }

    private void deleteFiles() {
        try {
            staging.get(FILES_SECONDS, TimeUnit.SECONDS).delete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("The application's files are left in {}", path, e);
        }
    }

    /**
     * Also runs when YARN or a signal ends the process; YARN gives it a quarter of a second. It is not for this attempt to
     * say then how the application ended: there may be another.
     */
    @Override
    public void close() {
        if (!ending.compareAndSet(false, true)) {
            deleted.join(); // not for ever: see above
        } else if (lastAttempt) {
            deleteFiles();
        }
        cluster.close();
    }
}
