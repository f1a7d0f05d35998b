package io.weir.configuration;

import java.time.Duration;

/** Options of where and how a program runs. */
public final class ExecutionOptions {
    /** Where the program runs. */
    public static final ConfigOption<String> TARGET = ConfigOptions.string(
            "execution.target",
            "local",
            "Where the program runs: local (in the client's own process), remote (on the cluster whose JobManager is"
                    + " at jobmanager.rpc.address), yarn-per-job (on a YARN application of its own) or yarn-session"
                    + " (on a YARN application that is already there).");

    /** How the plan runs. */
    public static final ConfigOption<RuntimeExecutionMode> RUNTIME_MODE = ConfigOptions.enumeration(
            "execution.runtime-mode",
            RuntimeExecutionMode.class,
            RuntimeExecutionMode.STREAMING,
            "Whether keyed operations emit every update (STREAMING), emit their final results at the end of bounded"
                    + " inputs (BATCH), or do what the inputs allow (AUTOMATIC: BATCH if all are bounded).");

    /** When the exchanges of batch jobs are read. */
    public static final ConfigOption<BatchShuffleMode> BATCH_SHUFFLE_MODE = ConfigOptions.enumeration(
            "execution.batch-shuffle-mode",
            BatchShuffleMode.class,
            BatchShuffleMode.AUTOMATIC,
            "Whether the exchanges of a batch job are read while they are written (ALL_EXCHANGES_PIPELINED), or wait on"
                    + " disk until they are complete (ALL_EXCHANGES_BLOCKING): then a step of the job needs its slots"
                    + " only while it runs, and a failure repeats no steps before it. AUTOMATIC chooses for each exchange.");

    /** How long a record may wait for its frame to fill up. */
    public static final ConfigOption<Duration> BUFFER_TIMEOUT = ConfigOptions.duration(
                    "execution.buffer-timeout.interval",
                    Duration.ofMillis(100),
                    "How long a record waits at most for its frame to fill up before it is sent. 0 sends every record"
                            + " at once, -1 sends full frames only.")
            .accepting(value -> value.toMillis() >= -1, "a time with its unit, 0, or -1");

    /** Whether the client waits for the end of the job. */
    public static final ConfigOption<Boolean> ATTACHED = ConfigOptions.bool(
            "execution.attached",
            true,
            "Whether the client waits for the end of the job and cancels it when it is interrupted itself; false is"
                    + " what -d (detached) sets.");

    /** How long the client waits for the cluster. */
    public static final ConfigOption<Duration> CLIENT_TIMEOUT = ConfigOptions.duration(
            "client.timeout",
            Duration.ofSeconds(60),
            "How long the client waits for the cluster to answer a request before it gives up.");

    private ExecutionOptions() {}
}
