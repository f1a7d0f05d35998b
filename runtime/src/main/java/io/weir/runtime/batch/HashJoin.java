package io.weir.runtime.batch;

import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.plan.CoKeying;
import io.weir.plan.JoinType;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.operators.KeyedLookAhead;
import io.weir.serialization.TypeSerializer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Joins two inputs of which the first, the build side, is hashed, and the second, the probe side, is asked for matches record by
 * record. Partitions of the build side that do not fit into memory meet their probe records when the others are done, divided
 * once more by other hashes; what that does not make smaller, because many records have one key, is sorted and merged.
 *
 * <p>One thread owns it. Life: {@link #build} and {@link #probe} in any order, {@link #endBuild}, {@link #probe}, {@link #finish}; closed in any
 * case.
 *
 * @param <K> the type of the keys
 * @param <B> the type of the build side
 * @param <P> the type of the probe side
 * @param <O> the type of the output
 */
final class HashJoin<K, B, P, O> implements AutoCloseable {
    /** Which part of the memory is for probe records that come too early, and later for records of one key. */
    private static final double FOR_RECORDS = 0.2;

    /** So often records are divided by their hashes. */
    private static final int MOST_LEVELS = 6;

    /** More records of the build side than a processor's nearer caches hold: with so many, it pays to expect those of the other. */
    private static final int MANY_RECORDS = 1 << 14;

    private final Work<K, B, P, O> work;
    private final CoKeying<K, B, P> keying;
    private final JoinType type;
    private final FlatJoinFunction<B, P, O> function;
    private final Collector<O> collector;
    private final TypeSerializer<P> probeCopies;
    private final ManagedMemory memory;
    private final MemoryBudget budget;
    private final SpillableRecords<P> early;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private HashTable<K, B> table;

    /** By partition of the table, what of the probe side waits; null where nothing does. */
    private SpillFile.Writer[] probeWriters = new SpillFile.Writer[0];

    private int level;

    /** How many build records were put into the table. */
    private long built;

    /** The hashes of records of the probe side that come next. */
    private final int[] expected = new int[HashTable.EXPECTED];

    private int expectedCount;
    private boolean ended;
    private long spilledBytes;

    /**
     * What it does.
     *
     * @param keying how the keys are found; the build side first
     * @param type what becomes of records without a match; the build side is the first input
     * @param function joins two records
     * @param build how records of the build side are kept
     * @param probe how records of the probe side are kept
     */
    record Work<K, B, P, O>(
            CoKeying<K, B, P> keying,
            JoinType type,
            FlatJoinFunction<B, P, O> function,
            RecordFormat<B> build,
            RecordFormat<P> probe) {}

    /** Records that wait on disk for each other; of the probe side there may be none. */
    private record Pending(SpillFile build, SpillFile probe, int level, boolean shrinks) {
        void delete() {
            build.delete();
            if (probe != null) {
                probe.delete();
            }
        }
    }

    /**
     * Creates it without records.
     *
     * @param work what it does
     * @param collector takes the results
     * @param memory the memory of its slot
     * @param share its share of that
     */
    HashJoin(Work<K, B, P, O> work, Collector<O> collector, ManagedMemory memory, double share) {
        this.work = work;
        this.keying = work.keying();
        this.type = work.type();
        this.function = work.function();
        this.collector = collector;
        this.probeCopies = work.probe().serializer();
        this.memory = memory;
        this.budget = memory.budget(share * (1 - FOR_RECORDS));
        this.early = new SpillableRecords<>(work.probe(), memory.budget(share * FOR_RECORDS));
        this.table = newTable();
    }

    private HashTable<K, B> newTable() {
        built = 0;
        return new HashTable<>(keying.first(), work.build(), budget, level);
    }

    /** Takes a record of the build side. */
    void build(B value) throws Exception {
        built++;
        table.add(value);
    }

    /** Learns that the build side has ended. */
    void endBuild() throws Exception {
        ended = true;
        beginProbing();
        try (RecordSource<P> records = early.open()) {
            while (records.hasNext()) {
                probe(records.next());
            }
        }
        early.close();
    }

    private void beginProbing() {
        table.seal();
        probeWriters = new SpillFile.Writer[table.partitions().size()];
    }

    /** Takes a record of the probe side; one that comes before the build side has ended waits. */
    void probe(P value) throws Exception {
        if (!ended) {
            early.add(value);
            return;
        }
        K key = keying.second().getKey(value);
        int hash = table.hash(key);
        int partition = table.partitionOf(hash);
        if (!table.partitions().get(partition).isSpilled()) {
            table.ask(key, hash);
            joinMatches(value);
        } else {
            if (probeWriters[partition] == null) {
                probeWriters[partition] = work.probe().newFile();
            }
            work.probe().write(value, probeWriters[partition]);
        }
    }

    /** Learns which records of the probe side come next. */
    void expect(Object[] values, int from, int to) {
        if (!ended || built <= MANY_RECORDS) {
            return;
        }
        expectedCount = 0;
        KeyedLookAhead.expect(
                key -> expected[expectedCount++] = table.hash(key),
                keying.second(),
                values,
                from,
                Math.min(to, from + HashTable.EXPECTED));
        table.fetch(expected, expectedCount);
    }

    private void joinMatches(P value) throws Exception {
        B match = table.nextMatch();
        if (match == null) {
            if (type.keepsSecond()) {
                function.join(null, value, collector);
            }
            return;
        }
        do {
            if (type.keepsFirst()) {
                table.markMatch();
            }
            B following = table.nextMatch();
            // The function may change and emit what it gets: only the last use of a record gets the record itself.
            function.join(match, following == null ? value : probeCopies.copy(value), collector);
            match = following;
        } while (match != null);
    }

    /**
     * Returns whether another probe side may follow, of which the build side need not be hashed again: all of it is in memory,
     * and it does not matter which of it has found a match.
     */
    boolean isReusable() {
        return ended
                && table != null
                && !type.keepsFirst()
                && table.partitions().stream().noneMatch(HashPartition::isSpilled);
    }

    /** Joins what waits; both sides have ended. */
    void finish() throws Exception {
        if (!ended) {
            endBuild();
        }
        endProbing();
        while (!pending.isEmpty()) {
            Pending next = pending.pop();
            try {
                join(next);
            } finally {
                next.delete();
            }
        }
    }

    private void endProbing() throws Exception {
        if (type.keepsFirst()) {
            for (HashPartition<B> partition : table.partitions()) {
                for (long at = partition.unmarked(0); at >= 0; at = partition.unmarked(partition.behind(at))) {
                    function.join(partition.get(at), null, collector);
                }
            }
        }
        setAside();
    }

    /** Keeps what waits on disk for later. */
    private void setAside() {
        table.giveBack();
        for (int i = 0; i < table.partitions().size(); i++) {
            HashPartition<B> partition = table.partitions().get(i);
            SpillFile.Writer writer = i < probeWriters.length ? probeWriters[i] : null;
            if (partition.isSpilled()) {
                Pending waiting = new Pending(
                        partition.complete(),
                        writer == null ? null : writer.finish(),
                        level + 1,
                        partition.count() < built - built / 8);
                spilledBytes += waiting.build().bytes();
                spilledBytes += waiting.probe() == null ? 0 : waiting.probe().bytes();
                pending.push(waiting);
            }
        }
        probeWriters = new SpillFile.Writer[0];
        table = null;
    }

    private void join(Pending waiting) throws Exception {
        if (waiting.probe() == null) {
            keep(waiting.build());
        } else if (waiting.level() < MOST_LEVELS && waiting.shrinks()) {
            level = waiting.level();
            table = newTable();
            try (RecordSource<B> records = work.build().open(waiting.build())) {
                while (records.hasNext()) {
                    build(records.next());
                }
            }
            beginProbing();
            try (RecordSource<P> records = work.probe().open(waiting.probe())) {
                while (records.hasNext()) {
                    probe(records.next());
                }
            }
            endProbing();
        } else {
            merge(waiting);
        }
    }

    /** Joins build records that will find no match. */
    private void keep(SpillFile file) throws Exception {
        if (type.keepsFirst()) {
            try (RecordSource<B> records = work.build().open(file)) {
                while (records.hasNext()) {
                    function.join(records.next(), null, collector);
                }
            }
        }
    }

    private void merge(Pending waiting) throws Exception {
        budget.close(); // so that the sorters can have it
        FileJoin<K, B, P, O> files = new FileJoin<>(work, collector, memory.manager(), budget.limit());
        spilledBytes += files.join(waiting.build(), waiting.probe());
    }

    /** Returns how many bytes were written to disk. */
    long spilledBytes() {
        return spilledBytes + early.spilledBytes();
    }

    @Override
    public void close() {
        if (table != null) {
            table.partitions().forEach(HashPartition::discard);
            Stream.of(probeWriters).filter(Objects::nonNull).forEach(SpillFile.Writer::close);
        }
        List<Pending> left = new ArrayList<>(pending);
        pending.clear();
        left.forEach(Pending::delete);
        early.close();
        budget.close();
    }
}
