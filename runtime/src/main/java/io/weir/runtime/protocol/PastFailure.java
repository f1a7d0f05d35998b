package io.weir.runtime.protocol;

import java.util.Objects;

/**
 * A failure after which a job started again.
 *
 * @param time when it happened, in milliseconds since 1970-01-01T00:00Z
 * @param failure its root cause
 */
public record PastFailure(long time, FailureInfo failure) {
    /** Checks that there is a failure. */
    public PastFailure {
        Objects.requireNonNull(failure, "failure is null");
    }
}
