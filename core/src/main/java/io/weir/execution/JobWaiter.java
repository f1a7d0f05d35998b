package io.weir.execution;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for answers about jobs, and turns failed ones into the exception that says why. Stateless. */
final class JobWaiter {
    private JobWaiter() {}

    /** Waits for the end of a job. */
    static JobExecutionResult awaitEnd(JobClient client) {
        return await(client, client.getJobExecutionResult());
    }

    /**
     * Waits for an answer. A thread that is interrupted meanwhile gives the job up, because nobody will look after it.
     */
    static <T> T await(JobClient client, CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.cancel();
            throw new WeirException(
                    ErrorCode.CANCELED,
                    "The job " + client.getJobID() + " was canceled because its client was interrupted.",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WeirException failure) {
                throw failure;
            }
            throw new WeirException(
                    ErrorCode.INTERNAL, "The job " + client.getJobID() + " ended in an unexpected way.", e.getCause());
        }
    }
}
