package io.weir.runtime.rpc;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What failures become on their way from an endpoint to a caller. */
final class RpcFailures {
    private RpcFailures() {}

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
