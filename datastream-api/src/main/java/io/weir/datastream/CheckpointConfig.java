package io.weir.datastream;

import io.weir.configuration.CheckpointingMode;
import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExternalizedCheckpointRetention;
import java.time.Duration;

/**
 * How a program's checkpoints are taken: a face of the options {@code execution.checkpointing.*} of its environment. One
 * thread owns it, like the environment.
 */
public final class CheckpointConfig {
    private final Configuration options;

    CheckpointConfig(Configuration options) {
        this.options = options;
    }

    /** Returns whether checkpoints are taken. */
    public boolean isCheckpointingEnabled() {
        return options.contains(CheckpointingOptions.INTERVAL);
    }

    /** Returns the time between checkpoints in milliseconds; -1 if there are none. */
    public long getCheckpointInterval() {
        return options.getOptional(CheckpointingOptions.INTERVAL)
                .map(Duration::toMillis)
                .orElse(-1L);
    }

    /**
     * Sets how often a checkpoint is begun.
     *
     * @param intervalMillis milliseconds
     */
    public void setCheckpointInterval(long intervalMillis) {
        options.set(CheckpointingOptions.INTERVAL, Duration.ofMillis(intervalMillis));
    }

    /** Takes no checkpoints. */
    public void disableCheckpointing() {
        options.remove(CheckpointingOptions.INTERVAL);
    }

    /** Returns what checkpoints promise. */
    public CheckpointingMode getCheckpointingConsistencyMode() {
        return options.get(CheckpointingOptions.MODE);
    }

    /**
     * Sets what checkpoints promise.
     *
     * @param mode exactly once or at least once
     */
    public void setCheckpointingConsistencyMode(CheckpointingMode mode) {
        options.set(CheckpointingOptions.MODE, mode);
    }

    /** Returns how long a checkpoint may take, in milliseconds. */
    public long getCheckpointTimeout() {
        return options.get(CheckpointingOptions.TIMEOUT).toMillis();
    }

    /**
     * Sets how long a checkpoint may take before it is given up.
     *
     * @param timeoutMillis milliseconds
     */
    public void setCheckpointTimeout(long timeoutMillis) {
        options.set(CheckpointingOptions.TIMEOUT, Duration.ofMillis(timeoutMillis));
    }

    /** Returns how long the job runs at least between two checkpoints, in milliseconds. */
    public long getMinPauseBetweenCheckpoints() {
        return options.get(CheckpointingOptions.MIN_PAUSE).toMillis();
    }

    /**
     * Sets how long the job runs at least between the end of a checkpoint and the beginning of the next.
     *
     * @param pauseMillis milliseconds
     */
    public void setMinPauseBetweenCheckpoints(long pauseMillis) {
        options.set(CheckpointingOptions.MIN_PAUSE, Duration.ofMillis(pauseMillis));
    }

    /** Returns how many checkpoints may be under way at the same time. */
    public int getMaxConcurrentCheckpoints() {
        return options.get(CheckpointingOptions.MAX_CONCURRENT);
    }

    /**
     * Sets how many checkpoints may be under way at the same time.
     *
     * @param number at least 1
     */
    public void setMaxConcurrentCheckpoints(int number) {
        options.set(CheckpointingOptions.MAX_CONCURRENT, number);
    }

    /** Returns how many checkpoints in a row may fail before the job does. */
    public int getTolerableCheckpointFailureNumber() {
        return options.get(CheckpointingOptions.TOLERABLE_FAILURES);
    }

    /**
     * Sets how many checkpoints in a row may fail before the job does.
     *
     * @param number at least 0
     */
    public void setTolerableCheckpointFailureNumber(int number) {
        options.set(CheckpointingOptions.TOLERABLE_FAILURES, number);
    }

    /** Returns what becomes of the checkpoints when the job ends without having finished. */
    public ExternalizedCheckpointRetention getExternalizedCheckpointRetention() {
        return options.get(CheckpointingOptions.RETENTION);
    }

    /**
     * Sets what becomes of the checkpoints when the job ends without having finished.
     *
     * @param retention whether they are kept
     */
    public void setExternalizedCheckpointRetention(ExternalizedCheckpointRetention retention) {
        options.set(CheckpointingOptions.RETENTION, retention);
    }

    /**
     * Sets where checkpoints are kept.
     *
     * @param directory a directory that all processes of the cluster reach
     */
    public void setCheckpointStorage(String directory) {
        options.set(CheckpointingOptions.DIRECTORY, directory);
    }
}
