package io.weir.runtime.rpc;

/**
 * Marks an interface through which an endpoint is called from anywhere. Its methods return a
 * {@link java.util.concurrent.CompletableFuture}, or nothing when no answer is wanted; arguments and results are of the
 * closed set of message classes. The futures complete on a thread of the transport: hand over to a main thread at once.
 */
public interface RpcGateway {}
