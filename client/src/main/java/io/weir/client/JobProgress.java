package io.weir.client;

import io.weir.execution.JobExecutionResult;
import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobFailureException;
import io.weir.util.ErrorCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows how a job gets on: one line that is rewritten on a terminal, else a line whenever tasks change their states or
 * ten seconds have passed; and a line at the end. The timer's thread and the one that learns of the end share it.
 */
final class JobProgress implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SHOW_EVERY = Duration.ofSeconds(1);
    private static final Duration REPEAT_AFTER = Duration.ofSeconds(10);

    private final SubmittedJob job;
    private final String name;
    private final Console console;
    private final boolean json;
    private final LongSupplier nanos;
    private final long started;

    // All below guarded by this: the timer, answers and the end come from different threads.
    private ScheduledFuture<?> timer;
    private boolean asking;
    private boolean ended;
    private JobDetails last;
    private long lastShown;
    private String lastTasks = "";
    private boolean lineOpen;
    private long millisToRunning = -1;
    private FailureInfo lastFailure;

    /**
     * Creates the display of a job; {@link #start} begins.
     *
     * @param job the job
     * @param name its name
     * @param console where lines go
     * @param json whether the line at the end is JSON
     * @param nanos the clock
     * @param started when the submission began
     */
    JobProgress(SubmittedJob job, String name, Console console, boolean json, LongSupplier nanos, long started) {
        this.job = job;
        this.name = name;
        this.console = console;
        this.json = json;
        this.nanos = nanos;
        this.started = started;
        this.lastShown = started;
    }

    /** Begins to ask for progress. */
    synchronized void start(ScheduledExecutorService executor) {
        timer = executor.scheduleWithFixedDelay(this::poll, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void poll() {
        synchronized (this) {
            if (asking || ended) {
                return; // the cluster is slow: one question at a time
            }
            asking = true;
        }
        job.details().whenComplete((details, failure) -> answered(details));
    }

    private synchronized void answered(JobDetails details) {
        asking = false;
        if (details == null || ended) {
            return; // a lost cluster is reported by whoever waits for the end
        }
        long now = nanos.getAsLong();
        if (millisToRunning < 0 && details.millisToRunning() >= 0) {
            millisToRunning = TimeUnit.NANOSECONDS.toMillis(now - started);
        }
        showFailure(details);
        String tasks = ProgressLine.tasks(details.summary().tasks());
        long sinceShown = now - lastShown;
        boolean due = sinceShown >= SHOW_EVERY.toNanos()
                && (console.terminal() || !tasks.equals(lastTasks) || sinceShown >= REPEAT_AFTER.toNanos());
        if (due) {
            show(ProgressLine.of(details, last, Duration.ofNanos(sinceShown), Duration.ofNanos(now - started)));
            last = details;
            lastShown = now;
            lastTasks = tasks;
        }
    }

    /** A failure that the job survives is told once, when it is seen or when the job has recovered. */
    private void showFailure(JobDetails details) {
        FailureInfo failure = details.failure();
        if (failure == null && !details.pastFailures().isEmpty()) {
            failure = details.pastFailures().get(0).failure();
        }
        boolean survives = details.summary().status() == JobStatus.RESTARTING || details.failure() == null;
        if (failure != null && survives && !failure.equals(lastFailure)) {
            lastFailure = failure;
            if (lineOpen) {
                console.err().println();
                lineOpen = false;
            }
            console.err().println("The job starts again after a failure: " + failure.describe());
        }
    }

    private void show(String line) {
        if (console.terminal()) {
            console.err().print("\r" + line + "\u001b[K");
            console.err().flush();
            lineOpen = true;
        } else {
            console.err().println(line);
        }
    }

    /** Called when the job has ended, before the program learns of it. */
    synchronized void ended(JobExecutionResult result, Throwable failure) {
        close();
        if (failure != null) {
            // People learn of it after the program has: what the program makes of it is reported then.
            if (json) {
                asJson(failure).ifPresent(console.out()::println);
            }
        } else if (json) {
            Map<String, Object> values = Json.ofJob(job.id(), name, JobStatus.FINISHED.name());
            values.put("runtimeMillis", result.getNetRuntime());
            values.put("millisToRunning", millisToRunning < 0 ? null : millisToRunning);
            console.out().println(Json.line(values));
        } else {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "Job %s (%s) finished after %.3f s.%s",
                            job.id(),
                            name,
                            result.getNetRuntime() / 1000.0,
                            spilled(result)));
        }
    }

    private static String spilled(JobExecutionResult result) {
        long bytes = result.getSpilledBytes();
        return bytes == 0 ? "" : " It wrote " + bytes + " bytes to disk for lack of managed memory.";
    }

    /** Returns the line for a job that has failed or was canceled; none if it is only out of sight. */
    private Optional<String> asJson(Throwable end) {
        FailureInfo failure = Failures.describe(end);
        boolean canceled = failure.code() == ErrorCode.CANCELED;
        if (!canceled && FailureReport.find(end, JobFailureException.class).isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> values =
                Json.ofJob(job.id(), name, (canceled ? JobStatus.CANCELED : JobStatus.FAILED).name());
        values.put("failure", canceled ? null : Json.of(failure));
        return Optional.of(Json.line(values));
    }

    @Override
    public synchronized void close() {
        ended = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (lineOpen) {
            console.err().println();
            lineOpen = false;
        }
    }
}
