package io.weir.runtime.operators;

import io.weir.serialization.TypeSerializer;

/**
 * How many records may wait as objects for whoever takes them: so many that they are about a megabyte, by the size of the
 * last one that was measured. One thread owns it.
 *
 * @param <T> the type of the records
 */
public final class WaitingLimit<T> {
    /** About how many serialized bytes may wait, unless a single record has more. */
    private static final int MAX_BYTES = 1 << 20;

    /** How often a record is measured, beside the first ones. */
    private static final int SAMPLE_MASK = 63;

    private final int most;
    private final RecordSize<T> size;
    private int limit = 1;

    /**
     * Creates it; until a record was measured it is one.
     *
     * @param most the limit for small records
     * @param serializer tells the size of records
     */
    public WaitingLimit(int most, TypeSerializer<T> serializer) {
        this.most = most;
        this.size = new RecordSize<>(serializer);
    }

    /** Returns how many records may wait. */
    public int get() {
        return limit;
    }

    /**
     * Sees a record before it waits.
     *
     * @param value the record
     * @param number how many there were before
     */
    public void see(T value, long number) {
        if ((number & SAMPLE_MASK) == 0 || number < SAMPLE_MASK) {
            measure(value);
        }
    }

    /** Lets as many records wait as fit if all are like this one, but not many more than before: others may be larger. */
    private void measure(T value) {
        int bytes;
        try {
            bytes = value == null ? 1 : Math.max(1, size.of(value));
        } catch (RuntimeException e) {
            return; // it may never have to be written: whoever writes it says what is wrong
        }
        limit = Math.max(1, Math.min(Math.min(most, 2 * limit), MAX_BYTES / bytes));
    }
}
