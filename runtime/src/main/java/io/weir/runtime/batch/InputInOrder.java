package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;

/**
 * Keeps records that come in their order already. One thread owns it; closed in any case.
 *
 * @param <T> the type of the records
 */
final class InputInOrder<T> implements SortedInput<T> {
    private final SpillableRecords<T> records;
    private RecordSource<T> result;

    InputInOrder(RecordFormat<T> format, MemoryBudget budget) {
        this.records = new SpillableRecords<>(format, budget);
    }

    @Override
    public void add(T value) {
        records.add(value);
    }

    @Override
    public RecordSource<T> sorted() {
        result = records.open();
        return result;
    }

    @Override
    public long spilledBytes() {
        return records.spilledBytes();
    }

    @Override
    public void close() {
        if (result != null) {
            result.close();
        }
        records.close();
    }
}
