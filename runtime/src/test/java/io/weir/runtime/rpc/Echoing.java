package io.weir.runtime.rpc;

import io.weir.runtime.rpc.EchoEndpoint.Probe;
import io.weir.util.ErrorCode;
import java.util.concurrent.CompletableFuture;

/** What tests call. */
interface Echoing extends RpcGateway {
    CompletableFuture<Probe> echo(Probe probe);

    CompletableFuture<byte[]> bytes(byte[] bytes);

    CompletableFuture<Object> foreign(Object value);

    CompletableFuture<Void> fail(ErrorCode code, String message);

    @RpcTimeout(millis = 60_000)
    CompletableFuture<Void> hang();

    @RpcTimeout(millis = 20)
    CompletableFuture<Void> hangShortly();

    void tell(String text);
}
