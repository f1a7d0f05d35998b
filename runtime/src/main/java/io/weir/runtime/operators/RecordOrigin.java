package io.weir.runtime.operators;

import java.util.function.Supplier;

/**
 * Tells where the record comes from that a task is at. Nothing is noted per record: whoever gives the chain its records is
 * asked when something has failed. The task's thread owns it.
 */
public final class RecordOrigin {
    /** What is known when nothing is. */
    private static final Place UNKNOWN = new Place(null, null, null);

    private Supplier<Place> current = () -> UNKNOWN;

    /**
     * Where a record comes from.
     *
     * @param from the source, or the exchange; null if unknown
     * @param split the split of the source; null if unknown
     * @param position the place in the split; null if unknown
     */
    public record Place(String from, String split, String position) {}

    /** Sets who knows. */
    public void tellBy(Supplier<Place> supplier) {
        current = supplier;
    }

    /** Returns where the record comes from that the task is at. */
    Place ofCurrentRecord() {
        return current.get();
    }

    /** Returns what is known of what does not come from one record. */
    static Place none() {
        return UNKNOWN;
    }
}
