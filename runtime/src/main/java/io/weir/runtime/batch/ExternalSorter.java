package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemorySegment;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.order.RecordOrder;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Sorts any number of records with a fixed amount of memory: what does not fit is written to disk in sorted runs, which
 * are merged, over several rounds if they are too many for one.
 *
 * <p>One thread owns it. Life: records are added, then {@link #sorted} is read once; closed in any case.
 *
 * @param <T> the type of the records
 */
public final class ExternalSorter<T> implements SortedInput<T> {
    /** What reading a run takes: a block, as it is on disk and as it was. */
    private static final int MEMORY_OF_RUN = 2 * SpillFile.BLOCK;

    /** So many pages are sorted at once, because they stay in the caches of a processor meanwhile. */
    private static final int PAGES_AT_ONCE = 64;

    private final Settings<T> settings;
    private final TypeSerializer<T> serializer;
    private final MemoryBudget budget;
    private final RecordSorter<T> sorter;
    private final List<MemoryRun> inMemory = new ArrayList<>();
    private final Deque<SpillFile> runs = new ArrayDeque<>();
    private final List<SpillFile> files = new ArrayList<>();
    private long spilledBytes;
    private RecordSource<T> result;

    /**
     * What a sorter needs.
     *
     * @param serializer writes and reads the records; one is used by one thread
     * @param order the order
     * @param directory where runs are written; need not be there
     * @param classLoader knows the classes of records whose type is not known
     * @param <T> the type of the records
     */
    public record Settings<T>(
            TypeSerializer<T> serializer, RecordOrder<T> order, Path directory, ClassLoader classLoader) {}

    /**
     * Creates a sorter without records.
     *
     * @param settings what it needs
     * @param budget its memory, which is given back when it is closed
     */
    public ExternalSorter(Settings<T> settings, MemoryBudget budget) {
        this.settings = settings;
        this.serializer = settings.serializer();
        this.budget = budget;
        int pages = Math.max(2, Math.min(PAGES_AT_ONCE, budget.limit() / 4));
        this.sorter = new RecordSorter<>(budget, pages, serializer, settings.order(), settings.classLoader());
    }

    /**
     * Adds a record.
     *
     * @param value the record; it is written at once and may be changed afterwards
     * @throws WeirException if the record alone needs more memory than there is, or the disk fails
     */
    @Override
    public void add(T value) {
        if (sorter.add(value)) {
            return;
        }
        if (sorter.count() > 0) {
            sort();
            if (sorter.add(value)) {
                return;
            }
            spill();
            if (sorter.add(value)) {
                return;
            }
        }
        throw tooLittle();
    }

    private WeirException tooLittle() {
        String problem = budget.used() < budget.limit()
                ? "There is no managed memory left for sorting: other operators have taken all but " + budget.used()
                        + " of the " + budget.limit() + " pages of "
                : "A record does not fit into the memory for sorting, which is " + budget.limit() + " pages of ";
        return new WeirException(
                ErrorCode.RESOURCES,
                problem + MemorySegment.SIZE + " bytes: raise taskmanager.memory.managed.size or .fraction.");
    }

    /** Returns how many bytes were written to disk. */
    @Override
    public long spilledBytes() {
        return spilledBytes;
    }

    /** Puts what is in the sorter into its order, and aside. */
    private void sort() {
        sorter.sort();
        MemoryRun run = MemoryRun.of(sorter, budget);
        if (run == null) {
            spill();
        } else {
            inMemory.add(run);
            sorter.clear();
        }
    }

    /** Writes all that is in memory to disk; what is in the sorter is sorted. */
    private void spill() {
        try (RecordSource<T> records = ofMemory();
                SpillFile.Writer writer = newFile()) {
            write(records, writer);
        }
        inMemory.forEach(MemoryRun::giveBack);
        inMemory.clear();
        sorter.clear();
    }

    private void write(RecordSource<T> records, SpillFile.Writer writer) {
        while (records.hasNext()) {
            RecordOutput out = writer.next();
            serializer.serialize(records.next(), out);
            writer.written();
        }
        complete(writer);
    }

    /** Returns the records that are in memory. */
    private RecordSource<T> ofMemory() {
        List<RecordSource<T>> sources = new ArrayList<>();
        inMemory.forEach(run -> sources.add(run.open(settings.serializer(), settings.classLoader())));
        if (sorter.count() > 0) {
            sources.add(sorter.records());
        }
        return sources.size() == 1 ? sources.get(0) : new MergedRecords<>(sources, settings.order());
    }

    private SpillFile.Writer newFile() {
        return new SpillFile.Writer(settings.directory().resolve("run-" + UUID.randomUUID()));
    }

    private void complete(SpillFile.Writer writer) {
        SpillFile file = writer.finish();
        files.add(file);
        runs.add(file);
        spilledBytes += file.bytes();
    }

    /**
     * Returns the records in their order. Nothing may be added any more.
     *
     * @return the records; read before the sorter is closed
     */
    @Override
    public RecordSource<T> sorted() {
        sorter.sort();
        if (runs.isEmpty()) {
            result = ofMemory();
            return result;
        }
        if (sorter.count() > 0 || !inMemory.isEmpty()) {
            spill();
        }
        budget.close();
        int atOnce = (int) Math.max(2, ((long) budget.limit() << MemorySegment.SIZE_BITS) / MEMORY_OF_RUN);
        while (runs.size() > atOnce) {
            // The first round takes only as many as are needed for all later ones to be full.
            int first = Math.min(atOnce, runs.size() - atOnce + 1);
            merge(first);
        }
        result = open(runs.size());
        return result;
    }

    private void merge(int count) {
        List<SpillFile> merged = runs.stream().limit(count).toList();
        try (RecordSource<T> records = open(count);
                SpillFile.Writer writer = newFile()) {
            write(records, writer);
        }
        merged.forEach(SpillFile::delete);
        files.removeAll(merged);
    }

    /** Takes the first runs. */
    private RecordSource<T> open(int count) {
        List<SpillFile.Reader<T>> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readers.add(runs.remove().open(serializer, settings.classLoader()));
        }
        return new MergedRecords<>(readers, settings.order());
    }

    @Override
    public void close() {
        budget.close();
        files.forEach(SpillFile::delete);
        if (result != null) {
            result.close();
        }
    }
}
