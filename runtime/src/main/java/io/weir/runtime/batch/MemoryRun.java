package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemorySegment;
import io.weir.serialization.RecordInput;
import io.weir.serialization.TypeSerializer;
import java.util.NoSuchElementException;

/**
 * Sorted records in managed memory, one after the other, so that reading them in their order goes through memory in its
 * order, too: that is several times faster than to jump about in more memory than the processor's caches hold.
 *
 * <p>One thread owns it. Life: filled from a sorter, read once or more, given back.
 */
final class MemoryRun {
    private final Pages pages;
    private long end;

    private MemoryRun(MemoryBudget budget) {
        this.pages = new Pages(budget);
    }

    /**
     * Takes the sorted records of a sorter.
     *
     * @param sorter has them, and keeps them
     * @param budget where the memory is taken from
     * @return the records, or null if there is no memory for them
     */
    static MemoryRun of(RecordSorter<?> sorter, MemoryBudget budget) {
        if (budget.limit() - budget.used() < (sorter.bytes() >> MemorySegment.SIZE_BITS) + 1) {
            return null; // it would be for nothing to begin
        }
        MemoryRun run = new MemoryRun(budget);
        for (int i = 0; i < sorter.count(); i++) {
            long end = sorter.copy(i, run.pages, run.end);
            if (end < 0) {
                run.giveBack();
                return null;
            }
            run.end = end;
        }
        return run;
    }

    /** Gives the memory back. */
    void giveBack() {
        pages.giveBack();
        end = 0;
    }

    /**
     * Opens it.
     *
     * @param serializer reads the records
     * @param classLoader knows the classes of records whose type is not known
     * @param <T> the type of the records
     * @return a reader at the first record
     */
    <T> RecordSource<T> open(TypeSerializer<T> serializer, ClassLoader classLoader) {
        return new Reader<>(serializer, new RecordInput(classLoader));
    }

    private final class Reader<T> implements RecordSource<T> {
        private final TypeSerializer<T> serializer;
        private final RecordInput in;
        private byte[] record = new byte[256];
        private long position;

        Reader(TypeSerializer<T> serializer, RecordInput in) {
            this.serializer = serializer;
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            return position < end;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            pages.get(position, record, Integer.BYTES);
            int length = Lengths.get(record);
            if (record.length < length) {
                record = new byte[Math.max(length, record.length * 2)];
            }
            pages.get(position + Integer.BYTES, record, length);
            position += Integer.BYTES + length;
            in.beginStream();
            in.setBuffer(record, 0, length);
            return serializer.deserialize(in);
        }
    }
}
