package io.weir.runtime.rpc;

/** Stands as the cause of a failed call for what happened in the other process. Its message is the stack there. */
final class RemoteFailure extends Exception {
    private static final long serialVersionUID = 1L;

    RemoteFailure(String peer, String trace) {
        super("At " + peer + ": " + trace, null, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
