package io.weir.runtime.network;

import io.weir.configuration.Configuration;
import io.weir.configuration.TaskManagerOptions;

/**
 * Sizes of the exchanges of a TaskManager.
 *
 * @param frameSize how many bytes of records a frame collects before it is sent to another process
 * @param channelWindow how many bytes a sender may have under way to one receiver
 * @param maxRecordSize how many bytes a serialized record may have
 */
public record ExchangeSettings(int frameSize, long channelWindow, int maxRecordSize) {
    /** Reads them from the TaskManager's options. */
    public static ExchangeSettings from(Configuration configuration) {
        return new ExchangeSettings(
                Math.toIntExact(configuration.get(TaskManagerOptions.FRAME_SIZE).bytes()),
                configuration.get(TaskManagerOptions.CHANNEL_WINDOW).bytes(),
                Math.toIntExact(
                        configuration.get(TaskManagerOptions.MAX_RECORD_SIZE).bytes()));
    }
}
