package io.weir.runtime.network;

import io.weir.runtime.operators.OutputRoom;

/**
 * What the record writers of a task share and are told.
 *
 * @param room where they say that consumers have enough to do
 * @param traffic counts what they write
 * @param settings sizes of frames and windows
 * @param buffers where the bytes of frames come from
 * @param queuedFrames how many frames may wait for a consumer
 * @param description what failures call the place, such as {@code the output of Map (1/2)}
 */
public record WriterContext(
        OutputRoom room,
        Traffic traffic,
        ExchangeSettings settings,
        BufferPool buffers,
        int queuedFrames,
        String description) {}
