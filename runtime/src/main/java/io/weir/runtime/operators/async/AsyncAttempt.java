package io.weir.runtime.operators.async;

import io.weir.functions.async.ResultFuture;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One attempt at a request. Any thread ends it, the first that does so counts; the task's thread then reads how it ended.
 *
 * @param <I> the type of the record
 * @param <O> the type of the results
 */
final class AsyncAttempt<I, O> implements ResultFuture<O> {
    final AsyncRequest<I, O> request;
    private final AsyncOperator<I, O> operator;

    /** Set by whoever ends it first, any thread. */
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Both are written by whoever ends it, and read by the task's thread when it has been told. */
    private Collection<O> results;

    private Throwable error;

    AsyncAttempt(AsyncOperator<I, O> operator, AsyncRequest<I, O> request) {
        this.operator = operator;
        this.request = request;
    }

    @Override
    public void complete(Collection<O> all) {
        if (all == null) {
            end(
                    null,
                    new IllegalArgumentException(
                            "ResultFuture.complete() was given null: an empty collection says that there is no result."));
        } else {
            end(all, null);
        }
    }

    @Override
    public void completeExceptionally(Throwable failure) {
        end(null, failure == null ? new IllegalArgumentException("completeExceptionally() was given null.") : failure);
    }

    private void end(Collection<O> all, Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            results = all;
            error = failure;
            operator.ended(this);
        }
    }

    /** Returns whether it has ended. Any thread. */
    boolean hasEnded() {
        return ended.get();
    }

    /** Returns the results, or null if it has failed. Task's thread. */
    Collection<O> results() {
        return results;
    }

    /** Returns why it has failed, or null. Task's thread. */
    Throwable error() {
        return error;
    }
}
