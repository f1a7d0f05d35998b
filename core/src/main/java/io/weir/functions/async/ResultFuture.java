package io.weir.functions.async;

import java.util.Collection;

/**
 * Takes the results of one request, once: what comes later is dropped. Any thread may call it.
 *
 * @param <O> the type of the results
 */
public interface ResultFuture<O> {
    /**
     * Ends the request.
     *
     * @param results the results, none or many, which must not be changed afterwards
     */
    void complete(Collection<O> results);

    /**
     * Ends the request, and with it the job unless it is tried again or the record is skipped.
     *
     * @param error why
     */
    void completeExceptionally(Throwable error);
}
