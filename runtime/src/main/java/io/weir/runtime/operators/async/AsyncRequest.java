package io.weir.runtime.operators.async;

import java.util.Collection;

/**
 * A record for which a request is made, with all its attempts. The task's thread owns it.
 *
 * @param <I> the type of the record
 * @param <O> the type of the results
 */
final class AsyncRequest<I, O> {
    final I value;
    final long timestamp;

    /** Those that a watermark keeps together with this one. */
    AsyncResults.Stage<I, O> stage;

    /** The attempt whose end counts; null before the first and between two. */
    AsyncAttempt<I, O> current;

    /** How many attempts were begun. */
    int attempts;

    /** When it has taken too long, if there is a limit. */
    long deadline;

    boolean timedOut;

    /** What came of it, once it has ended. */
    Collection<O> results;

    AsyncRequest(I value, long timestamp) {
        this.value = value;
        this.timestamp = timestamp;
    }
}
