package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.execution.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of a program: main, its jobs, their end. The thread that runs main owns it; the shutdown hook reads the jobs
 * and sets {@link #interrupted}.
 */
final class ProgramRun {
    /** How long an interrupted command waits for its jobs to be canceled. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How long a submission waits to hear what follows from a failure of the job. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    private final Console console;
    private final boolean json;
    private final boolean attached;
    private final FailureReport report;
    private final ScheduledExecutorService timer;
    private final SubmittingExecutor executor;

    /** Written by the shutdown hook, read by the thread that runs main, which is silent from then on. */
    private volatile boolean interrupted;

    ProgramRun(Console console, Configuration configuration, Target target, boolean json, boolean verbose) {
        this.console = console;
        this.json = json;
        this.attached = configuration.get(ExecutionOptions.ATTACHED);
        this.report = new FailureReport(console, verbose);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        this.executor = new SubmittingExecutor(target, configuration, attached, this::submitted);
    }

    /**
     * Runs the program.
     *
     * @param program the program
     * @param arguments its arguments
     * @return the exit code
     */
    int run(Program program, List<String> arguments) {
        Thread hook = new Thread(this::cancelJobs, "cancel-on-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return runMain(program, arguments);
        } finally {
            timer.shutdownNow();
            ShutdownHooks.remove(hook);
        }
    }

    private int runMain(Program program, List<String> arguments) {
        try {
            program.run(executor, arguments);
            return attached ? awaitJobs() : detachedEnd();
        } catch (Throwable e) { // whatever main throws; an error in it is no error of ours
            executor.jobs().forEach(WatchedJob::stopWatching);
            return interrupted ? ExitCode.FAILED : report.ofMain(e);
        }
    }

    private int detachedEnd() {
        return executor.jobs().isEmpty() ? noJob() : ExitCode.DONE;
    }

    private int noJob() {
        console.complain(FailureReport.NO_JOB);
        return ExitCode.USAGE;
    }

    /** Waits for what main did not wait for; what failed has failed, even if the program made light of it. */
    private int awaitJobs() throws InterruptedException {
        if (executor.jobs().isEmpty()) {
            return noJob();
        }
        int exitCode = ExitCode.DONE;
        for (WatchedJob job : executor.jobs()) {
            try {
                job.getJobExecutionResult().get();
            } catch (ExecutionException e) {
                exitCode = interrupted ? ExitCode.FAILED : report.ofMain(e.getCause());
            }
        }
        return exitCode;
    }

    private WatchedJob submitted(SubmittedJob job, String name, long startedNanos) {
        if (json && !attached) {
            console.out().println(Json.line(Json.ofJob(job.id(), name, JobStatus.CREATED.name())));
        } else if (!json) {
            console.out().println("Job has been submitted with JobID " + job.id());
            if (!job.place().isEmpty()) {
                console.out().println(job.place());
            }
            showRestartStrategy(job);
        }
        JobProgress progress = new JobProgress(job, name, console, json, System::nanoTime, startedNanos);
        WatchedJob watched = new WatchedJob(job, progress, attached);
        if (attached) {
            progress.start(timer);
        }
        return watched;
    }

    /** What becomes of the job when something fails is known before it does. */
    private void showRestartStrategy(SubmittedJob job) {
        try {
            String strategy = job.details()
                    .get(ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS)
                    .restartStrategy();
            console.out().println("Restart strategy: " + strategy + ".");
        } catch (ExecutionException | TimeoutException e) {
            // A lost cluster is reported by whoever waits for the end of the job.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The shutdown hook: cancels what still runs, and waits a while for it. */
    private void cancelJobs() {
        interrupted = true;
        try {
            executor.breakOff(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!attached) {
            return;
        }
        for (WatchedJob job : executor.jobs()) {
            if (!job.getJobExecutionResult().isDone()) {
                job.stopWatching();
                cancel(job);
            }
        }
    }

    private void cancel(WatchedJob job) {
        console.err().println("Canceling job " + job.getJobID() + " ...");
        try {
            job.cancel().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            job.getJobExecutionResult()
                    .handle((result, failure) -> null)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            console.err().println("Job " + job.getJobID() + " has ended.");
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            console.complain("The job " + job.getJobID() + " could not be canceled: " + e + ". Look with 'weir list'.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
