package io.weir.connector;

import java.io.IOException;
import java.util.Collection;

/**
 * Publishes the output that writers have prepared. All calls come from the task's thread. The same output may be
 * committed again after a failure, by another instance; that must do no harm.
 *
 * @param <C> what describes output that is ready to be published
 */
public interface Committer<C> extends AutoCloseable {
    /**
     * Publishes output. What is not said to have failed when this returns is published, and is not given again unless
     * the job goes back to a checkpoint before that was noted.
     *
     * @param committables what to publish
     * @throws IOException a failure after which a later attempt may succeed: all that were given are given again
     */
    void commit(Collection<CommitRequest<C>> committables) throws IOException;

    /** Releases what the committer holds. */
    @Override
    default void close() throws IOException {}

    /**
     * One piece of output to publish, and how that went. The task's thread owns it.
     *
     * @param <C> what describes output that is ready to be published
     */
    interface CommitRequest<C> {
        /** Returns what describes the output. */
        C getCommittable();

        /** Returns how many attempts of this task have failed so far. */
        int getNumberOfRetries();

        /**
         * Returns whether the output may have been published already: it comes from the checkpoint that the task started
         * from, or an attempt has failed.
         */
        boolean mayBeCommitted();

        /** Tells that it is published, by whomever: even if the call fails on others, it is not given again. */
        void signalAlreadyCommitted();

        /**
         * Tells that it can never be published. The task fails, because to go on would be to lose the output silently.
         *
         * @param cause why
         */
        void signalFailedWithKnownReason(Throwable cause);

        /**
         * Tells that publishing failed in a way that another attempt of this task cannot mend. The task fails.
         *
         * @param cause why
         */
        void signalFailedWithUnknownReason(Throwable cause);

        /** Asks for another attempt, after a while. There is a limit; beyond it the task fails. */
        void retryLater();

        /**
         * Asks for another attempt with what is left to do.
         *
         * @param committable what is left
         */
        void updateAndRetryLater(C committable);
    }
}
