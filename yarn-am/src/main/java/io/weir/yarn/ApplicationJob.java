package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.entrypoint.RunningCluster;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobResult;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The job of an application that runs one: the application ends with it.
 *
 * <p>Thread: the one that starts the head of the cluster; the end of the job is learnt on threads of the cluster.
 */
final class ApplicationJob {
    /** How long a job that has ended waits for the client to ask how; a client that waits asks at once. */
    private static final long CLIENT_SECONDS = 30;

    /** Failures to submit a job after which another attempt may fare better. */
    private static final Set<ErrorCode> MAY_PASS =
            EnumSet.of(ErrorCode.FENCED, ErrorCode.UNREACHABLE, ErrorCode.STORAGE, ErrorCode.TIMEOUT);

    private final JobGraph graph;
    private final Path directory;
    private final Configuration options;
    private final ApplicationEnd application;
    private RuntimeException refused; // null unless it was
    private JobResult endedBefore; // null unless it ended under an ApplicationMaster before this one

    private ApplicationJob(JobGraph graph, Path directory, Configuration options, ApplicationEnd application) {
        this.graph = graph;
        this.directory = directory;
        this.options = options;
        this.application = application;
    }

    /**
     * Finds the job among the files of the container.
     *
     * @param directory the container's directory
     * @param options the options of the cluster
     * @param application how the application ends
     * @return nothing if the application is a session
     */
    static Optional<ApplicationJob> read(Path directory, Configuration options, ApplicationEnd application) {
        Path file = directory.resolve(JobFile.NAME);
        try {
            return Files.exists(file)
                    ? Optional.of(
                            new ApplicationJob(JobFile.read(Files.readAllBytes(file)), directory, options, application))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JobId id() {
        return graph.jobId();
    }

    /** Submits it; a refusal is told by {@link #endWith}. */
    void submit(RunningCluster cluster) {
        try {
            WeirClient.of(cluster.dispatcher(), options).submit(graph, ProgramFiles.in(directory));
        } catch (RuntimeException e) {
            refused = e;
        }
    }

    /**
     * Submits it, unless an ApplicationMaster before this one did: then it goes on, or has ended.
     *
     * @param cluster the head of the cluster, which has taken over what it could
     * @throws WeirException if it is there but could not be taken over, in which case it must not begin anew
     */
    void submitUnlessKept(RunningCluster cluster) {
        if (found(cluster.dispatcher().jobDetails(id())).isPresent()) {
            return;
        }
        endedBefore = found(cluster.dispatcher().jobResult(id(), 0)).orElse(null);
        if (endedBefore != null) {
            return;
        }
        if (cluster.keptJobs().join().contains(id())) {
            throw new WeirException(
                    ErrorCode.STORAGE, "The job " + id() + " could not be taken over; the log says why.");
        }
        submit(cluster);
        if (refused instanceof WeirException e && MAY_PASS.contains(e.code())) {
            throw e;
        }
    }

    private static <T> Optional<T> found(CompletableFuture<T> answer) {
        try {
            return Optional.of(answer.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof WeirException known && known.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Ends the application when the job has ended. */
    void endWith(RunningCluster cluster) {
        boolean attached = JobFile.options(options, graph).get(ExecutionOptions.ATTACHED);
        if (refused != null) {
            application.end(
                    cluster, JobStatus.FAILED, Failures.describe(refused).describe());
        } else if (endedBefore != null) {
            CompletableFuture<Void> time = new CompletableFuture<>();
            time.completeOnTimeout(null, attached ? CLIENT_SECONDS : 0, TimeUnit.SECONDS)
                    .thenRun(() -> application.end(cluster, endedBefore.status(), diagnostics(endedBefore.failure())));
        } else {
            cluster.termination(id())
                    .thenCompose(details -> taken(cluster, attached).thenApply(taken -> details))
                    .whenComplete((details, failure) -> ended(cluster, details, failure));
        }
    }

    /** A client that waits for the job hears the result from us: nobody else can tell it once we have gone. */
    private CompletableFuture<Void> taken(RunningCluster cluster, boolean attached) {
        return attached
                ? cluster.resultsTaken(id()).completeOnTimeout(null, CLIENT_SECONDS, TimeUnit.SECONDS)
                : CompletableFuture.completedFuture(null);
    }

    private void ended(RunningCluster cluster, JobDetails details, Throwable failure) {
        if (failure != null) {
            application.end(
                    cluster, JobStatus.FAILED, Failures.describe(failure).describe());
        } else {
            application.end(cluster, details.summary().status(), diagnostics(details.failure()));
        }
    }

    private static String diagnostics(FailureInfo failure) {
        if (failure == null) {
            return "";
        }
        return failure.stackTrace().isBlank() ? failure.describe() : failure.describe() + "\n" + failure.stackTrace();
    }
}
