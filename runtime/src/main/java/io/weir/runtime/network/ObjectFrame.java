package io.weir.runtime.network;

import io.weir.runtime.operators.Output;
import java.util.Arrays;

/**
 * A batch of records that is handed over inside one process. The producing task's thread fills it, the consuming task's
 * thread empties it; in between it lies in a {@link FrameQueue}.
 */
public final class ObjectFrame implements Frame {
    /** How many records a frame holds at most. */
    public static final int CAPACITY = 1024;

    /** The records, up to {@link #count}. */
    final Object[] values;

    /** Their timestamps, or null as long as no record has one. */
    long[] timestamps;

    /** How many records there are. */
    int count;

    /** About how many bytes they would have. */
    int bytes;

    ObjectFrame(int capacity) {
        values = new Object[capacity];
    }

    /** Remembers the timestamp of a record; those before it had none unless they were remembered too. */
    void setTimestamp(int position, long timestamp) {
        if (timestamps == null) {
            timestamps = new long[values.length];
            Arrays.fill(timestamps, 0, position, Output.NO_TIMESTAMP);
        }
        timestamps[position] = timestamp;
    }
}
