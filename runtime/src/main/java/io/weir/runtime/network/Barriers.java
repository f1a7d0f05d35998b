package io.weir.runtime.network;

import io.weir.runtime.protocol.CheckpointTrigger;

/** Takes what a reader meets between records that matters for checkpoints. The task's thread makes all calls. */
public interface Barriers {
    /**
     * Takes a barrier; all records of the channel that came before it were read.
     *
     * @param channel the channel
     * @param trigger the checkpoint
     * @throws Exception any failure; it fails the task
     */
    void barrier(int channel, CheckpointTrigger trigger) throws Exception;

    /**
     * Takes the end of a channel, after which no barrier comes.
     *
     * @param channel the channel
     * @throws Exception any failure; it fails the task
     */
    void ended(int channel) throws Exception;

    /**
     * Takes the border of a superstep; all records of the channel that came before it were read.
     *
     * @param channel the channel
     * @param border the border, a {@link Superstep}
     * @throws Exception any failure; it fails the task
     */
    default void superstep(int channel, Frame border) throws Exception {
        throw new IllegalStateException("The task is not part of an iteration");
    }
}
