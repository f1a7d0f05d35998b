package io.weir.functions.async;

import io.weir.functions.Function;
import java.util.concurrent.TimeoutException;

/**
 * Begins a request for each record, without waiting for its end. All calls come from the task's thread.
 *
 * @param <I> the type of the input
 * @param <O> the type of the results
 */
public interface AsyncFunction<I, O> extends Function {
    /**
     * Begins a request. It must not block, for all other records wait meanwhile.
     *
     * @param input the record
     * @param resultFuture takes the results, from any thread
     * @throws Exception any failure; it ends the request as {@link ResultFuture#completeExceptionally} does
     */
    void asyncInvoke(I input, ResultFuture<O> resultFuture) throws Exception;

    /**
     * Learns that a request has taken too long, all attempts together; unless overridden, that is a failure. If it does not
     * end the request, its end is awaited further.
     *
     * @param input the record
     * @param resultFuture takes the results
     * @throws Exception any failure; it ends the request as {@link ResultFuture#completeExceptionally} does
     */
    default void timeout(I input, ResultFuture<O> resultFuture) throws Exception {
        resultFuture.completeExceptionally(new TimeoutException("The request was not answered in time."));
    }
}
