package io.weir.execution;

import java.util.UUID;

/**
 * Names a job.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record JobId(String value) implements Comparable<JobId> {
    /** Checks the form. */
    public JobId {
        if (!value.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("A job id has 32 hexadecimal digits (0-9, a-f), not: " + value);
        }
    }

    /** Returns a new random id. */
    public static JobId random() {
        return new JobId(UUID.randomUUID().toString().replace("-", ""));
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
