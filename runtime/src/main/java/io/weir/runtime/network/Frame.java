package io.weir.runtime.network;

/**
 * What crosses an exchange, in one order per channel. A frame has one owner at a time; handing it on hands over the duty
 * to {@link #release} it.
 */
public sealed interface Frame
        permits ObjectFrame, BytesFrame, SpilledFrame, Watermark, IdleStatus, Barrier, Superstep, EndOfInput {
    /** Gives back what the frame holds. Called exactly once, by its last owner, after reading or instead of it. */
    default void release() {}
}
