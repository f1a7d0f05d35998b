package io.weir.runtime.batch;

import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;

/** How many keys with their values an operator has room for on the heap, in its {@link AggregationTable}s. One thread owns it. */
final class RowSize {
    /** Objects and references of a row and its key. */
    private static final int OVERHEAD = 100;

    /** So many bytes on the heap stand for a written one. */
    private static final int INFLATION = 3;

    /** Of so many values one is measured. */
    private static final int MEASURED = 64;

    private final long heapBytes;

    /** Null if the size of a row is known. */
    private final RecordOutput out;

    /** What a row takes. */
    private double bytes;

    private long mostRows;
    private int unmeasured;

    private RowSize(long heapBytes, double bytes, RecordOutput out) {
        this.heapBytes = heapBytes;
        this.out = out;
        setBytes(bytes);
    }

    /**
     * Returns one for rows of a known size.
     *
     * @param heapBytes about how much of the heap they may take
     * @param bytes how much each takes
     */
    static RowSize fixed(long heapBytes, int bytes) {
        return new RowSize(heapBytes, bytes, null);
    }

    /**
     * Returns one that guesses from how long values are when written.
     *
     * @param heapBytes about how much of the heap the rows may take
     */
    static RowSize measured(long heapBytes) {
        return new RowSize(heapBytes, OVERHEAD + INFLATION * 32, new RecordOutput(64));
    }

    private void setBytes(double newBytes) {
        bytes = newBytes;
        mostRows = Math.max(1, (long) (heapBytes / bytes));
    }

    /** Looks at a value now and then. */
    <T> void see(T value, TypeSerializer<T> serializer) {
        if (++unmeasured >= MEASURED) {
            unmeasured = 0;
            out.reset();
            out.beginStream();
            serializer.serialize(value, out);
            setBytes(bytes + (OVERHEAD + INFLATION * out.position() - bytes) / 16);
        }
    }

    /** Returns how many keys with their values there is room for. */
    long mostRows() {
        return mostRows;
    }
}
