package io.weir.runtime.rpc;

import java.util.Objects;
import java.util.UUID;

/**
 * Names a term of leadership. An endpoint refuses calls that carry another token than its own, so that a message of or
 * for a leader that was replaced does no harm.
 *
 * @param value the name of the term; empty for endpoints without leadership
 */
public record FencingToken(String value) {
    /** The token of endpoints that are never replaced under the same address. */
    public static final FencingToken NONE = new FencingToken("");

    /** Checks the value. */
    public FencingToken {
        Objects.requireNonNull(value, "value is null");
    }

    /** Returns a token that no other term has. */
    public static FencingToken random() {
        return new FencingToken(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "none" : value;
    }
}
