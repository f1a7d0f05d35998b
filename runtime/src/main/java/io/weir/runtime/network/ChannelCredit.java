package io.weir.runtime.network;

/** The consuming end of a channel from another process, as the task sees it. Called by the task's thread. */
public interface ChannelCredit {
    /**
     * Learns that a frame was read and released, so that the sender may send as much again. Implementations collect
     * small amounts before they tell the sender, until the task {@link #waits}.
     *
     * @param bytes the length of the frame
     */
    void consumed(int bytes);

    /**
     * Learns that the task has read everything from all channels of its gate and waits, so that no producer waits for a
     * frame to fill up. One channel of the gate is told for all of them.
     */
    default void waits() {}

    /** Ends the channel before its end; frames that still come are given to the gate, which releases them. */
    void cancel();
}
