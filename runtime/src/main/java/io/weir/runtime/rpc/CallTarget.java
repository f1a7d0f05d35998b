package io.weir.runtime.rpc;

import java.util.concurrent.CompletableFuture;

/** The way to the endpoints of one process: straight to their main threads, or over a connection. For any thread. */
interface CallTarget {
    /**
     * Makes a call.
     *
     * @param call the call
     * @param oneWay whether nobody waits for the answer
     * @return the result; completed at once with null if it is one-way. Completing it from outside abandons the call.
     */
    CompletableFuture<Object> call(RpcCall call, boolean oneWay);
}
