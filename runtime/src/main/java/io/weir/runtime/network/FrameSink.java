package io.weir.runtime.network;

import java.util.List;

/** Takes the frames for one consumer of an exchange from the producing task, whose thread calls. */
interface FrameSink {
    /** Takes over a full frame. */
    void add(Frame frame);

    /**
     * Takes the end.
     *
     * @param little how many bytes are little enough not to wait for the consumer
     */
    void end(long little);

    /** Tells the consumer of all frames that wait. */
    void announce();

    /** Returns how many frames wait for the consumer. */
    int size();

    /** Returns whether the producer may take further input. */
    boolean hasRoom();

    /** Returns whether nobody wants frames any more. */
    boolean isReleased();

    /** Returns whether the consumer has read everything and waits. */
    boolean consumerWaits();

    /** Returns whether a barrier waits, and who has appended it is told when it is taken. */
    boolean holds(Barrier barrier);

    /** Takes all frames back that the consumer has not taken. */
    List<Frame> takeBack();

    /** Takes a barrier, to be followed by what was taken back before. */
    void addUrgent(Barrier barrier);
}
