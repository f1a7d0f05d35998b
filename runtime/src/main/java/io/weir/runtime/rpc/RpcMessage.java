package io.weir.runtime.rpc;

import io.weir.util.ErrorCode;

/** What crosses a connection between two services. */
sealed interface RpcMessage {
    /** Returns the number of the call, unique among those of its connection's side. */
    long id();

    /**
     * Asks the peer to perform a call.
     *
     * @param id its number
     * @param oneWay whether the peer must not answer
     * @param call the call
     */
    record Request(long id, boolean oneWay, RpcCall call) implements RpcMessage {}

    /**
     * Carries the result of a call.
     *
     * @param id its number
     * @param value the result, perhaps null
     */
    record Answer(long id, Object value) implements RpcMessage {}

    /**
     * Says that a call failed.
     *
     * @param id its number
     * @param code what kind of failure it is
     * @param message one sentence
     * @param trace the stack at the endpoint, as text
     */
    record Failure(long id, ErrorCode code, String message, String trace) implements RpcMessage {}

    /**
     * Stands for a message whose content could not be read. Never sent.
     *
     * @param id its number
     * @param request whether it was a request
     * @param reason what is wrong with it
     */
    record Unreadable(long id, boolean request, String reason) implements RpcMessage {}
}
