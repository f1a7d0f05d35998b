package io.weir.execution;

import java.util.List;

/**
 * A part of what a job collected for its client.
 *
 * @param batches batches of serialized records; each starts a class dictionary of its own and begins with the number of
 *     its records as a four-byte integer
 * @param last whether no more will follow
 */
public record CollectedBatches(List<byte[]> batches, boolean last) {
    /** Takes a copy of the list. */
    public CollectedBatches {
        batches = List.copyOf(batches);
    }
}
