package io.weir.runtime.operators.windowing;

import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyedPart;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.StateSchema;
import io.weir.runtime.state.WrittenTypes;
import io.weir.runtime.timers.EventTimes;
import io.weir.schema.TypeSchema;
import io.weir.serialization.RecordInput;
import io.weir.serialization.TypeSerializer;
import io.weir.windowing.assigners.EventTimestamps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/**
 * The slices of time that have records, each a table by key, and which window is computed next. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class WindowSlices<K> implements KeyedPart {
    /** How many slices a window has at least for it to be worth while to keep merges of them. */
    private static final int LEAST_SLICES_OF_TREE = 24;

    private final SlicePattern pattern;
    private final long allowedLateness;
    private final KeyedStateBackend<K> backend;
    private final TypeSerializer<K> keys;
    private final SliceAggregate<?, Object, ?> aggregate;

    private final SliceMerging merging;

    /** Merges of slices; null if windows have few. */
    private final SliceTree<K> tree;

    /** By their start. */
    private final TreeMap<Long, Slice<K>> slices = new TreeMap<>();

    /** The slice of the last record: most records belong to the same as the one before. */
    private Slice<K> last;

    private long nextEnd = Long.MAX_VALUE;

    /** How far time had come when windows were computed last. */
    private long progress = Long.MIN_VALUE;

    /** How far time had come in the capture, by key group: instances whose clocks are read have not come equally far. */
    private final Map<Integer, Long> restoredProgress = new HashMap<>();

    private long highestRestored = Long.MIN_VALUE;

    /** What is kept of the records of one slice. */
    static final class Slice<K> {
        final CapturedTable<K, Object> table;
        final long start;
        final long end;

        /** Its number among all slices, those without records too. */
        final long number;

        /** The ends of the first and the last window that it is a part of. */
        final long firstEnd;

        final long lastEnd;

        Slice(long start, SlicePattern pattern, CapturedTable<K, Object> table) {
            this.table = table;
            this.start = start;
            this.end = pattern.sliceEnd(start);
            this.number = pattern.numberOf(start);
            this.firstEnd = pattern.firstEnd(start);
            this.lastEnd = pattern.lastEnd(start);
        }
    }

    WindowSlices(
            SlicePattern pattern,
            long allowedLateness,
            KeyedStateBackend<K> backend,
            SliceAggregate<?, Object, ?> aggregate) {
        this.pattern = pattern;
        this.allowedLateness = allowedLateness;
        this.backend = backend;
        this.keys = backend.keyType().createSerializer();
        this.aggregate = aggregate;
        this.merging = new SliceMerging(aggregate);
        this.tree = pattern.slicesPerWindow() < LEAST_SLICES_OF_TREE ? null : new SliceTree<>(new Numbered(), merging);
    }

    /** Returns the slice of a moment, or null if its windows are all gone or it belongs to none. */
    Slice<K> sliceOf(long time, long progress) {
        Slice<K> slice = last;
        if (slice != null && time >= slice.start && time < slice.end) {
            return slice;
        }
        if (!pattern.isInWindow(time)) {
            return null;
        }
        long start = pattern.sliceStart(time);
        slice = slices.get(start);
        if (slice == null) {
            if (!pattern.canHold(time)) {
                throw EventTimestamps.tooFar(time);
            }
            if (isGone(pattern.lastEnd(start), progress)) {
                return null;
            }
            slice = create(start);
            nextEnd = Math.min(nextEnd, pattern.firstEndAfter(start, progress));
        }
        last = slice;
        return slice;
    }

    private Slice<K> create(long start) {
        Slice<K> slice = new Slice<>(start, pattern, newTable());
        slices.put(start, slice);
        return slice;
    }

    private CapturedTable<K, Object> newTable() {
        return new CapturedTable<>(backend.keyType(), keys, aggregate::copy);
    }

    private boolean isGone(long windowEnd, long progress) {
        return EventTimes.plus(windowEnd - 1, allowedLateness) <= progress;
    }

    /** Returns the end of the next window to compute; {@link Long#MAX_VALUE} if there is none. */
    long nextEnd() {
        return nextEnd;
    }

    /** Goes on to the window to compute after the one that was next. */
    void computed() {
        long candidate = nextEnd + pattern.slide();
        Map.Entry<Long, Slice<K>> first = slices.ceilingEntry(candidate - pattern.size());
        if (first == null) {
            nextEnd = Long.MAX_VALUE;
        } else {
            nextEnd = Math.max(candidate, first.getValue().firstEnd);
        }
    }

    /** Returns the slices of a window that have records. */
    private Collection<Slice<K>> of(long end) {
        return slices.subMap(end - pattern.size(), end).values();
    }

    /**
     * Returns what is kept of the records of a window, nothing of which belongs to the slices; {@link SliceTree.Failed}
     * for keys whose slices the program's code cannot merge.
     */
    CapturedTable<K, Object> merged(long end) throws Exception {
        CapturedTable<K, Object> all = newTable();
        if (tree != null) {
            for (CapturedTable<K, Object> part : tree.cover(numberOfFirst(end), pattern.numberOf(end))) {
                merging.merge(all, part);
            }
            return all;
        }
        for (Slice<K> part : of(end)) {
            if (isNeededAfter(part, end)) {
                merging.merge(all, part.table);
            } else {
                merging.mergeLast(all, part.table);
            }
        }
        return all;
    }

    /** Returns what is kept of the records of a window for one key, as {@link #merged(long)} does; null for nothing. */
    Object merged(long end, K key) throws Exception {
        if (tree != null) {
            return tree.find(key, numberOfFirst(end), pattern.numberOf(end));
        }
        Object merged = null;
        for (Slice<K> part : of(end)) {
            merged = merging.merged(merged, part.table.find(key));
        }
        return merged;
    }

    private long numberOfFirst(long end) {
        return pattern.numberOf(end - pattern.size());
    }

    /** Returns the only slice of a window that has records; null if there are several, or it takes long to say. */
    Slice<K> onlySliceOf(long end) {
        if (tree != null) {
            return null;
        }
        Collection<Slice<K>> parts = of(end);
        return parts.size() == 1 ? parts.iterator().next() : null;
    }

    /** Learns that what a slice keeps of a key has changed. */
    void changed(Slice<K> slice, K key) throws Exception {
        if (tree != null && tree.mayHold(slice.number)) {
            tree.changed(slice.number, key);
        }
    }

    /** Returns whether what a slice keeps is needed when a window was computed, by later ones or by a capture. */
    boolean isNeededAfter(Slice<K> slice, long end) {
        return allowedLateness > 0 || slice.lastEnd > end || slice.table.isShared();
    }

    /** Returns the ends of those windows of a slice that were computed but are not gone. */
    List<Long> computedEnds(Slice<K> slice, long progress) {
        List<Long> ends = new ArrayList<>();
        for (long end = slice.firstEnd; end <= slice.lastEnd && end - 1 <= progress; end += pattern.slide()) {
            if (!isGone(end, progress)) {
                ends.add(end);
            }
        }
        return ends;
    }

    /** Returns the number of the first slice that has a window which is not gone. */
    private long firstKept(long progress) {
        long reach = pattern.size() + allowedLateness;
        if (progress < Long.MIN_VALUE + 2 * reach || allowedLateness > Long.MAX_VALUE / 4) {
            return Long.MIN_VALUE;
        }
        if (progress > Long.MAX_VALUE / 2) {
            return Long.MAX_VALUE;
        }
        return pattern.numberOf(pattern.sliceStart(progress + 1 - reach)) + 1;
    }

    /** Forgets the slices whose windows are all gone. */
    void expire(long progress) {
        while (!slices.isEmpty() && isGone(slices.firstEntry().getValue().lastEnd, progress)) {
            if (slices.pollFirstEntry().getValue() == last) {
                last = null;
            }
        }
        if (tree != null) {
            tree.expire(firstKept(progress));
        }
    }

    /** The slices as the tree sees them. */
    private final class Numbered implements SliceTree.Slices<K> {
        @Override
        public CapturedTable<K, Object> slice(long number) {
            Slice<K> slice = slices.get(pattern.startOf(number));
            return slice == null ? null : slice.table;
        }

        @Override
        public boolean hasAny(long from, long to) {
            Long first = slices.ceilingKey(pattern.startOf(from));
            return first != null && first < pattern.startOf(to);
        }

        @Override
        public CapturedTable<K, Object> newTable() {
            return WindowSlices.this.newTable();
        }
    }

    /** Notes how far time has come. */
    void advance(long to) {
        progress = to;
    }

    @Override
    public String name() {
        return "window-slices";
    }

    @Override
    public String types() {
        return backend.keyType() + " to " + aggregate.type();
    }

    @Override
    public StateSchema schema() {
        return StateSchema.ofPart(backend.keyType(), null, aggregate.type(), WindowSlices::layout);
    }

    private static TypeSchema layout(TypeSchema key, TypeSchema none, TypeSchema value) {
        TypeSchema rows =
                StateSchema.rows("row", List.of(StateSchema.field("key", key), StateSchema.field("value", value)));
        return new TypeSchema.Sequence(
                "slices",
                List.of(
                        StateSchema.number("progress"),
                        StateSchema.field(
                                "slices",
                                StateSchema.rows(
                                        "slice",
                                        List.of(StateSchema.number("start"), StateSchema.field("rows", rows))))));
    }

    @Override
    public Restorer restorer(WrittenTypes written) {
        TypeSerializer<K> writtenKeys = written.keys(keys);
        TypeSerializer<Object> values = written.values(aggregate.type().createSerializer());
        return (group, in) -> restore(group, in, writtenKeys, values);
    }

    private void restore(int keyGroup, RecordInput in, TypeSerializer<K> writtenKeys, TypeSerializer<Object> values) {
        long past = in.readLong();
        progress = restoredProgress.isEmpty() ? past : Math.min(progress, past);
        highestRestored = Math.max(highestRestored, past);
        restoredProgress.put(keyGroup, past);
        for (int left = in.readInt(); left > 0; left--) {
            long start = in.readLong();
            Slice<K> slice = slices.get(start);
            CapturedTable<K, Object> table = slice == null ? create(start).table : slice.table;
            for (int rows = in.readInt(); rows > 0; rows--) {
                table.own(writtenKeys.deserialize(in)).value = values.deserialize(in);
            }
        }
    }

    /** Returns whether a window was computed for a key before the capture, by an instance that was ahead of others. */
    boolean wasComputed(long end, K key) {
        if (end - 1 > highestRestored) {
            return false;
        }
        int group = KeyGroups.groupOf(key, backend.keyGroups().maxParallelism());
        return end - 1 <= restoredProgress.getOrDefault(group, Long.MIN_VALUE);
    }

    /** Returns how far time had come in the capture that the slices are from. */
    long restoredProgress() {
        for (long start : slices.keySet()) {
            nextEnd = Math.min(nextEnd, pattern.firstEndAfter(start, progress));
        }
        return progress;
    }

    private IntToLongFunction progressOfGroups() {
        long now = progress;
        if (now >= highestRestored) {
            return group -> now;
        }
        Map<Integer, Long> past = Map.copyOf(restoredProgress);
        return group -> Math.max(now, past.getOrDefault(group, now));
    }

    @Override
    public Frozen freeze() {
        TreeMap<Long, CapturedTable.Frozen<K, Object>> tables = new TreeMap<>();
        slices.forEach((start, slice) -> tables.put(start, slice.table.freeze()));
        return new FrozenSlices<>(
                tables,
                progressOfGroups(),
                backend.keyType(),
                aggregate.type(),
                backend.keyGroups().maxParallelism());
    }
}
