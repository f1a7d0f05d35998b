package io.weir.runtime.network;

import io.weir.runtime.operators.OutputRoom;
import io.weir.types.TypeInformation;

/**
 * What the record writers of a task share and are told.
 *
 * @param room where they say that consumers have enough to do
 * @param traffic counts what they write
 * @param settings sizes of frames and windows
 * @param buffers where the bytes of frames come from
 * @param queuedFrames how many frames may wait for a consumer
 * @param description what failures call the place, such as {@code the output of Map (1/2)}
 * @param type what the program says of the records; null as long as that is not known
 */
public record WriterContext(
        OutputRoom room,
        Traffic traffic,
        ExchangeSettings settings,
        BufferPool buffers,
        int queuedFrames,
        String description,
        TypeInformation<?> type) {
    /** Returns the same for records of a type. */
    WriterContext of(TypeInformation<?> records) {
        return new WriterContext(room, traffic, settings, buffers, queuedFrames, description, records);
    }
}
