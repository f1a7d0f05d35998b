package io.weir.runtime.rpc;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What failures become on their way from an endpoint to a caller. */
final class RpcFailures {
    /** No sensible trace is longer, and failures must always fit into a message. */
    private static final int LONGEST_TEXT = 32 << 10;

    private RpcFailures() {}

    /** Returns a failure as it crosses the wire. */
    static RpcMessage.Failure toMessage(long id, Throwable failure) {
        WeirException known = of(failure);
        StringWriter trace = new StringWriter();
        known.printStackTrace(new PrintWriter(trace));
        return new RpcMessage.Failure(
                id, known.code(), shorten(String.valueOf(known.getMessage())), shorten(trace.toString()));
    }

    /** Returns a failure that crossed the wire. */
    static WeirException fromMessage(RpcMessage.Failure failure, String peer) {
        return new WeirException(failure.code(), failure.message(), new RemoteFailure(peer, failure.trace()));
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "... (cut)";
    }

    /** Returns the failure as callers get it: a {@link WeirException}, whatever it was wrapped in. */
    static WeirException of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null
                && (root instanceof CompletionException
                        || root instanceof ExecutionException
                        || root instanceof InvocationTargetException)) {
            root = root.getCause();
        }
        return root instanceof WeirException known ? known : new WeirException(ErrorCode.INTERNAL, text(root), root);
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getName();
        return message == null ? name : name + ": " + message;
    }
}
