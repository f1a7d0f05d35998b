package io.weir.runtime.entrypoint;

import io.weir.util.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what has a time-out of its own. Stateless; never used on a main thread. */
final class Futures {
    private Futures() {}

    /** Returns the result, or throws the failure without its wrapper. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WeirException known) {
                throw known;
            }
            throw e;
        }
    }
}
