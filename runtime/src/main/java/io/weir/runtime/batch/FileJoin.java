package io.weir.runtime.batch;

import io.weir.functions.Collector;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemoryManager;
import io.weir.types.order.Ordering;

/**
 * Joins two files of records by sorting and merging them, however many records have one key. One thread owns it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the first file
 * @param <B> the type of the second file
 * @param <O> the type of the output
 */
final class FileJoin<K, A, B, O> {
    private final HashJoin.Work<K, A, B, O> work;
    private final Collector<O> collector;
    private final MemoryManager manager;
    private final int pages;

    /**
     * Creates it.
     *
     * @param work what is joined
     * @param collector takes the results
     * @param manager has the memory
     * @param pages how much of it both sorters take together
     */
    FileJoin(HashJoin.Work<K, A, B, O> work, Collector<O> collector, MemoryManager manager, int pages) {
        this.work = work;
        this.collector = collector;
        this.manager = manager;
        this.pages = pages;
    }

    /**
     * Joins.
     *
     * @param first the first file
     * @param second the second file
     * @return how many bytes were written to disk for it
     */
    long join(SpillFile first, SpillFile second) throws Exception {
        RecordFormat<A> firstFormat = work.build();
        RecordFormat<B> secondFormat = work.probe();
        try (ExternalSorter<A> ones = sorted(first, firstFormat, SortedPairs.byFirst(work.keying()));
                ExternalSorter<B> others = sorted(second, secondFormat, SortedPairs.bySecond(work.keying()));
                GroupJoin<A, B, O> groups = new GroupJoin<>(
                        work.type(),
                        work.function(),
                        collector,
                        new GroupJoin.Formats<>(firstFormat, secondFormat),
                        new MemoryBudget(manager, pages / 4))) {
            SortedPairs<K, A, B> pairs = new SortedPairs<>(ones.sorted(), others.sorted(), work.keying());
            while (pairs.next()) {
                groups.join(pairs.first(), pairs.second());
            }
            return ones.spilledBytes() + others.spilledBytes() + groups.spilledBytes();
        }
    }

    private <T> ExternalSorter<T> sorted(SpillFile file, RecordFormat<T> format, Ordering<T> order) {
        ExternalSorter<T> sorter = new ExternalSorter<>(
                new ExternalSorter.Settings<>(
                        format.serializer(), order.create(), format.directory(), format.classLoader()),
                new MemoryBudget(manager, pages / 2));
        try (RecordSource<T> records = format.open(file)) {
            while (records.hasNext()) {
                sorter.add(records.next());
            }
            return sorter;
        } catch (RuntimeException e) {
            sorter.close();
            throw e;
        }
    }
}
