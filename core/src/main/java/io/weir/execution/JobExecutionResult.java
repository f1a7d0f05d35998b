package io.weir.execution;

import io.weir.functions.accumulators.Accumulator;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How a job ended well.
 *
 * @param jobId the job
 * @param netRuntime the time from submission to the end
 * @param accumulators what its functions have accumulated, by name; only the program itself can read that
 * @param spilledBytes how many bytes batch operators have written to disk because they had not enough managed memory;
 *     negative if nobody has waited for the end
 */
public record JobExecutionResult(
        JobId jobId, Duration netRuntime, Supplier<Map<String, Accumulator<?, ?>>> accumulators, long spilledBytes) {
    private static final long UNKNOWN = -1;

    /**
     * Creates the result of a job that has accumulated nothing.
     *
     * @param jobId the job
     * @param netRuntime the time from submission to the end
     */
    public JobExecutionResult(JobId jobId, Duration netRuntime) {
        this(jobId, netRuntime, Map::of, 0);
    }

    /**
     * Returns what a program is told that does not wait for the end of a job.
     *
     * @param job the job
     * @return a result without times and accumulators
     */
    public static JobExecutionResult detached(JobId job) {
        return new JobExecutionResult(
                job,
                Duration.ZERO,
                () -> {
                    throw notWaited(job, "its accumulators");
                },
                UNKNOWN);
    }

    private static WeirException notWaited(JobId job, String what) {
        return new WeirException(
                ErrorCode.USAGE,
                "Nobody has waited for the end of the job " + job + ", so that nothing is known of " + what
                        + ": run the program without -d (detached).");
    }

    /** Returns the job. */
    public JobId getJobID() {
        return jobId;
    }

    /** Returns the time from submission to the end, in milliseconds. */
    public long getNetRuntime() {
        return netRuntime.toMillis();
    }

    /**
     * Returns the time from submission to the end.
     *
     * @param unit the unit of the answer
     * @return whole units
     */
    public long getNetRuntime(TimeUnit unit) {
        return unit.convert(netRuntime);
    }

    /** Returns this. */
    public JobExecutionResult getJobExecutionResult() {
        return this;
    }

    /**
     * Returns what the job's functions have accumulated under a name, over all instances.
     *
     * @param name the name that {@code addAccumulator} or the like was given
     * @param <T> the type of the result
     * @return the result; null if no function has an accumulator of that name
     * @throws io.weir.util.WeirException if nobody has waited for the end of the job, or functions have given one name to
     *     accumulators of different kinds
     */
    @SuppressWarnings("unchecked") // the program knows what it has accumulated
    public <T> T getAccumulatorResult(String name) {
        Accumulator<?, ?> accumulator = accumulators.get().get(name);
        return accumulator == null ? null : (T) accumulator.getLocalValue();
    }

    /**
     * Returns how many bytes batch operators have written to disk because they had not enough managed memory, over all
     * instances.
     *
     * @return the number
     * @throws io.weir.util.WeirException if nobody has waited for the end of the job
     */
    public long getSpilledBytes() {
        if (spilledBytes < 0) {
            throw notWaited(jobId, "what it has written to disk");
        }
        return spilledBytes;
    }

    /** Returns all that the job's functions have accumulated, by name. */
    public Map<String, Object> getAllAccumulatorResults() {
        Map<String, Object> results = new TreeMap<>();
        accumulators.get().forEach((name, accumulator) -> results.put(name, accumulator.getLocalValue()));
        return results;
    }
}
