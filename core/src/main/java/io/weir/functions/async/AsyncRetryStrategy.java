package io.weir.functions.async;

import java.io.Serializable;

/**
 * Whether and when a request is tried again. One object serves all records, so it must not remember any. All calls come
 * from the task's thread.
 *
 * @param <O> the type of the results
 */
public interface AsyncRetryStrategy<O> extends Serializable {
    /**
     * Returns whether there may be another attempt.
     *
     * @param currentAttempts how many there were so far, at least 1
     */
    boolean canRetry(int currentAttempts);

    /**
     * Returns how long to wait before the next attempt, in milliseconds.
     *
     * @param currentAttempts how many there were so far, at least 1
     */
    long getBackoffTimeMillis(int currentAttempts);

    /** Returns after which results or failures there is another attempt. */
    AsyncRetryPredicate<O> getRetryPredicate();
}
