package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.execution.JobStatus;
import io.weir.fs.FileSystems;
import io.weir.hdfs.HadoopClassLoader;
import io.weir.hdfs.HadoopConfigurations;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.entrypoint.ClusterEntrypoint;
import io.weir.runtime.entrypoint.ElectedCluster;
import io.weir.runtime.entrypoint.MainProcess;
import io.weir.runtime.entrypoint.RunningCluster;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.security.ClusterSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of the ApplicationMaster: it hosts the head of the cluster. With a job among its files it runs that job
 * and ends with it; without, it takes jobs until a client shuts it down. Before it ends it deletes the application's
 * files and tells YARN how it went. With {@code high-availability.type} set, one that is lost is followed by another.
 *
 * <p>Threads: the main thread starts it and waits; the end begins on a thread of the cluster, or of a signal, and files are
 * deleted on one of its own. Life: that of
 * the process.
 */
public final class ApplicationMaster implements AutoCloseable {
    /** What YARN is told when a job was not waited for. */
    static final String SHUT_DOWN = "A client has shut the cluster down.";

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationMaster.class);

    /** How long the end waits for the file system. */
    private static final long FILES_SECONDS = 15;

    private final MainProcess process;
    private final Configuration options;
    private final org.apache.hadoop.fs.Path path;
    private final CompletableFuture<StagingDirectory> staging = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean(); // set by whoever ends it first, be it a job or a client
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    private final boolean followed;
    private final boolean lastAttempt;
    private final Optional<ApplicationJob> job;
    private AutoCloseable cluster; // the main thread's; null before it has started

    private ApplicationMaster(MainProcess process, Configuration options, Map<String, String> environment) {
        this.process = process;
        this.options = options;
        this.path = new org.apache.hadoop.fs.Path(environment.get(ContainerLayout.STAGING_VARIABLE));
        this.followed = HighAvailability.isEnabled(options);
        this.lastAttempt = attempt(environment)
                >= Integer.parseInt(environment.getOrDefault(ContainerLayout.ATTEMPTS_VARIABLE, "1"));
        this.job = ApplicationJob.read(directory(environment), options, this::end);
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
            master.serve(directory(environment));
            return master;
        } catch (RuntimeException e) {
            master.close();
            throw e;
        }
    }

    private static Path directory(Map<String, String> environment) {
        return Path.of(environment.get(ApplicationConstants.Environment.PWD.name()));
    }

    private void serve(Path directory) throws IOException {
        org.apache.hadoop.conf.Configuration hadoop = HadoopConfigurations.create(options);
        inBackground("staging", () -> openStaging(hadoop));
        TaskManagerLaunch launch = TaskManagerLaunch.read(options, directory);
        Supplier<YarnResourceManagerDriver> drivers = () -> new YarnResourceManagerDriver(options, hadoop, launch);
        ClusterSecret secret = ClusterSecret.require(options);
        if (followed) {
            ElectedMaster master = new ElectedMaster(process, drivers, job, this::end);
            cluster = ElectedCluster.start(options, secret, master, true, master);
        } else {
            YarnResourceManagerDriver driver = drivers.get();
            RunningCluster alone = ClusterEntrypoint.start(options, secret, driver);
            cluster = alone;
            lead(alone, driver);
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

    private void lead(RunningCluster alone, YarnResourceManagerDriver driver) {
        job.ifPresent(found -> found.submit(alone));
        // After the submission, so that a client who sees the application finds the job.
        driver.register(alone.host(), alone.port()).join();
        alone.ending().thenAccept(end -> {
            if (end.failure() != null) {
                end(alone, JobStatus.FAILED, Failures.describe(end.failure()).describe());
            } else if (job.isEmpty()) {
                end(alone, JobStatus.FINISHED, "");
            } else {
                end(alone, JobStatus.CANCELED, SHUT_DOWN);
            }
        });
        job.ifPresent(found -> found.endWith(alone));
    }

    /** Called on threads of the cluster, which must not wait for files; only the first call counts. */
    private void end(RunningCluster head, JobStatus status, String diagnostics) {
        if (ending.compareAndSet(false, true)) {
            inBackground("end", () -> {
                deleteFiles();
                deleted.complete(null);
            });
            // Files go first: once YARN knows of the end, the user may look whether anything is left. But YARN is told
            // even if nobody answers who has the files.
            deleted.completeOnTimeout(null, FILES_SECONDS, TimeUnit.SECONDS)
                    .thenCompose(done -> head.deregister(status, diagnostics))
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
        boolean forGood = !ending.compareAndSet(false, true);
        if (forGood) {
            deleted.join(); // not for ever: see above
        } else if (lastAttempt && !followed) {
            deleteFiles();
        }
        closeCluster();
        if (forGood) {
            forget();
        }
    }

    private void closeCluster() {
        if (cluster != null) {
            try {
                cluster.close();
            } catch (Exception e) {
                LOG.warn("Not everything could be closed", e);
            }
        }
    }

    /** Nobody follows: what was kept goes, after the last who may have written there. */
    private void forget() {
        try {
            Succession.forget(options);
        } catch (RuntimeException e) {
            LOG.warn("What was kept for the next ApplicationMaster is left in ZooKeeper: see weir ha", e);
        }
    }
}
