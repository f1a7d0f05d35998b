package io.weir.util;

import java.util.Objects;

/** The one exception of the engine. Its {@link ErrorCode} says what happens next; its message says it to a person. */
public final class WeirException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * Creates an exception without a cause.
     *
     * @param code what kind of failure it is
     * @param message one sentence that names the thing and, where there is one, the mend
     */
    public WeirException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an exception.
     *
     * @param code what kind of failure it is
     * @param message one sentence that names the thing and, where there is one, the mend
     * @param cause what led to it, or null
     */
    public WeirException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code is null");
    }

    /** Returns what kind of failure it is. */
    public ErrorCode code() {
        return code;
    }
}
