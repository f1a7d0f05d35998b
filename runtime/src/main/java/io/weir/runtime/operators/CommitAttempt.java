package io.weir.runtime.operators;

import io.weir.connector.Committer;

/**
 * One piece of output that is to be committed, and how that went so far. The task's thread owns it.
 *
 * @param <C> what describes output that is ready to be published
 */
final class CommitAttempt<C> implements Committer.CommitRequest<C> {
    private final boolean restored;
    private C committable;
    private int retries;
    private boolean done;

    /** Whether the committer itself has said so. */
    private boolean settled;

    private boolean hopeless;
    private Throwable cause;

    CommitAttempt(C committable, boolean restored) {
        this.committable = committable;
        this.restored = restored;
    }

    /** The committer is asked again; without a word from it that is a success. */
    void begin() {
        done = true;
    }

    /** The whole attempt failed, and it is not known how far it came. */
    void failed(Throwable reason) {
        if (done && !settled) {
            retryLater();
        }
        cause = cause == null ? reason : cause;
    }

    boolean isDone() {
        return done;
    }

    /** Returns whether another attempt makes no sense. */
    boolean isHopeless() {
        return hopeless;
    }

    /** Returns what went wrong; null if the committer did not say. */
    Throwable cause() {
        return cause;
    }

    String reason() {
        return cause == null ? "" : ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    @Override
    public C getCommittable() {
        return committable;
    }

    @Override
    public int getNumberOfRetries() {
        return retries;
    }

    @Override
    public boolean mayBeCommitted() {
        return restored || retries > 0;
    }

    @Override
    public void signalAlreadyCommitted() {
        done = true;
        settled = true;
        hopeless = false;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
        done = false;
        hopeless = true;
        cause = reason;
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
        signalFailedWithKnownReason(reason);
    }

    @Override
    public void retryLater() {
        done = false;
        retries++;
    }

    @Override
    public void updateAndRetryLater(C left) {
        committable = left;
        retryLater();
    }
}
