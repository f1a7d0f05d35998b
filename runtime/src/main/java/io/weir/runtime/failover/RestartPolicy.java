package io.weir.runtime.failover;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.util.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which failures of a job lead to another start, with the strategy for those that do. Where the user has not chosen, it
 * depends on what a start from the last checkpoint, or from the beginning, would do to the output.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
public final class RestartPolicy {
    /** How often a job without checkpoints starts again by itself. */
    private static final int REPETITIONS = 3;

    private static final Duration REPETITION_DELAY = Duration.ofSeconds(1);

    private final RestartStrategy strategy;
    private final boolean alsoAfterProgramFailures;
    private final String reason;

    private RestartPolicy(RestartStrategy strategy, boolean alsoAfterProgramFailures, String reason) {
        this.strategy = strategy;
        this.alsoAfterProgramFailures = alsoAfterProgramFailures;
        this.reason = reason;
    }

    /**
     * Decides how a job starts again.
     *
     * @param graph the job
     * @param options its options over those of the cluster
     * @param clock tells the time
     * @param random varies delays
     * @return the policy
     */
    public static RestartPolicy of(JobGraph graph, Configuration options, Clock clock, RandomGenerator random) {
        RestartStrategyType chosen = options.get(RestartOptions.TYPE);
        boolean checkpoints = options.get(CheckpointingOptions.INTERVAL) != null;
        if (chosen != null) {
            RestartStrategy strategy = RestartStrategy.of(chosen, options, clock, random);
            boolean doubles = chosen != RestartStrategyType.NONE && !checkpoints && !graph.repeatable();
            return new RestartPolicy(
                    strategy,
                    true,
                    doubles
                            ? "as restart-strategy.type says; without checkpoints it begins from the beginning, and"
                                    + " sinks may get records again"
                            : "as restart-strategy.type says");
        }
        if (checkpoints) {
            return new RestartPolicy(
                    RestartStrategy.of(RestartStrategyType.EXPONENTIAL_DELAY, options, clock, random),
                    true,
                    graph.vertices().stream()
                                    .allMatch(vertex -> vertex.committers().isEmpty())
                            ? "from the last checkpoint"
                            : "from the beginning, for a sink publishes its whole output when the job has finished");
        }
        if (graph.repeatable()) {
            return new RestartPolicy(
                    new RestartStrategy.FixedDelay(REPETITIONS, REPETITION_DELAY),
                    false,
                    "from the beginning, unless the program itself fails: no output is published before the end");
        }
        return new RestartPolicy(
                new RestartStrategy.None(),
                false,
                "there are no checkpoints, and from the beginning sinks would get records again; set"
                        + " execution.checkpointing.interval or restart-strategy.type");
    }

    /**
     * Returns whether a failure is one after which the job may start again at all.
     *
     * @param failure the failure
     * @return false if it would come again for sure
     */
    public boolean permits(FailureInfo failure) {
        return failure.code().isRestartable()
                && (alsoAfterProgramFailures || failure.code().blame() != ErrorCode.Blame.USER);
    }

    /**
     * Takes note of a failure.
     *
     * @param failure the failure
     * @return after how long the job starts again; empty if it does not
     */
    public Optional<Duration> onFailure(FailureInfo failure) {
        return permits(failure) ? strategy.onFailure() : Optional.empty();
    }

    /** Returns what it does and why, in one line. */
    public String describe() {
        return strategy.describe() + ", " + reason;
    }
}
