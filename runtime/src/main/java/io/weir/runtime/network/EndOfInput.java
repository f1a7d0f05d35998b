package io.weir.runtime.network;

/** The last frame of a channel whose producer ended well. */
public record EndOfInput() implements Frame {
    /** All ends are alike. */
    public static final EndOfInput INSTANCE = new EndOfInput();
}
