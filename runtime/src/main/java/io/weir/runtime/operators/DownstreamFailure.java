package io.weir.runtime.operators;

/**
 * Carries a failure of what takes a function's results through the function, so that it is not taken for the function's own.
 * The task's thread throws and catches it.
 */
final class DownstreamFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Exception failure;

    DownstreamFailure(Exception failure) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
    }

    /** Returns the failure itself. */
    Exception failure() {
        return failure;
    }
}
