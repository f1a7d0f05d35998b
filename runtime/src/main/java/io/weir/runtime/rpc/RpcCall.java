package io.weir.runtime.rpc;

import java.util.List;

/**
 * A call of one method.
 *
 * @param endpoint the name of the endpoint
 * @param method the method, as {@link GatewayMethod#key} names it
 * @param token the token under which the caller knows the endpoint
 * @param arguments the arguments; some may be null
 */
record RpcCall(String endpoint, String method, FencingToken token, List<Object> arguments) {}
