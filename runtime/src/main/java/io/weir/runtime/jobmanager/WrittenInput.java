package io.weir.runtime.jobmanager;

import java.util.List;

/**
 * How much was written for a vertex that one input of its first operator takes.
 *
 * @param inputs the inputs of the vertex that feed it
 * @param producers by producer, counted through all of these, how many bytes each part has
 */
record WrittenInput(List<Integer> inputs, List<long[]> producers) {
    /** Returns how large each part is. */
    long[] parts(int parts) {
        long[] bytes = new long[parts];
        for (long[] producer : producers) {
            for (int part = 0; part < parts; part++) {
                bytes[part] += producer[part];
            }
        }
        return bytes;
    }

    /** Returns how much of a part each producer has written. */
    long[] ofPart(int part) {
        return producers.stream().mapToLong(bytes -> bytes[part]).toArray();
    }

    /** Returns how much it is. */
    long bytes() {
        return producers.stream().mapToLong(RealSizes::total).sum();
    }
}
