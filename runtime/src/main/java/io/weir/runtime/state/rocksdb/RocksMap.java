package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.Expiring;
import io.weir.runtime.state.Expiry;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.state.MapState;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/**
 * A map with a row per entry, so that it can be larger than memory. The task's thread owns it.
 *
 * @param <UK> the type of the map's keys
 * @param <UV> the type of the map's values
 */
final class RocksMap<UK, UV> implements MapState<UK, UV> {
    private final RocksCells cells;
    private final RocksColumn column;
    private final Expiry expiry;
    private final TypeSerializer<Object> keys;

    /**
     * Creates it.
     *
     * @param cells where the maps are
     * @param column which of them
     * @param expiry when entries end; null for never
     * @param keys writes the map's keys
     */
    @SuppressWarnings("unchecked") // it only ever gets keys of its type
    RocksMap(RocksCells cells, RocksColumn column, Expiry expiry, TypeSerializer<UK> keys) {
        this.cells = cells;
        this.column = column;
        this.expiry = expiry;
        this.keys = (TypeSerializer<Object>) (TypeSerializer<?>) keys;
    }

    @Override
    public UV get(UK key) {
        used();
        RecordInput in = find(key);
        if (in == null) {
            return null;
        }
        Object kept = RocksColumn.readEntry(in, column.codec());
        if (expiry == null) {
            return valueOf(kept);
        }
        Expiring expiring = (Expiring) kept;
        long now = expiry.now();
        if (expiry.isOver(expiring, now)) {
            remove(key);
            return expiry.showsExpired() ? valueOf(expiring.value()) : null;
        }
        if (expiry.readingCounts()) {
            write(key, new Expiring(expiring.value(), now));
        }
        return valueOf(expiring.value());
    }

    private void used() {
        if (expiry != null) {
            expiry.used();
        }
    }

    private RecordInput find(UK key) {
        if (!cells.select()) {
            return null;
        }
        int length = cells.appendEntry(keys, key);
        return cells.store().get(cells.row(column.id()), length);
    }

    @SuppressWarnings("unchecked") // only put() and the like write here
    private UV valueOf(Object kept) {
        return (UV) kept;
    }

    @Override
    public void put(UK key, UV value) {
        used();
        write(key, toKeep(value));
    }

    private Object toKeep(Object value) {
        return expiry == null ? value : new Expiring(value, expiry.now());
    }

    private void write(UK key, Object kept) {
        cells.requireKey();
        int length = cells.appendEntry(keys, key);
        put(cells.row(column.id()), length, kept);
    }

    private void put(byte[] row, int length, Object kept) {
        RecordOutput out = cells.backend().newValue();
        RocksColumn.writeEntry(kept, out, column.codec());
        cells.noteNames(column, out);
        cells.store().put(row, length, out.getBuffer(), out.position());
    }

    @Override
    public void putAll(Map<UK, UV> map) {
        map.forEach(this::put);
    }

    @Override
    public void remove(UK key) {
        if (cells.select()) {
            int length = cells.appendEntry(keys, key);
            cells.store().delete(cells.row(column.id()), length);
        }
    }

    @Override
    public boolean contains(UK key) {
        used();
        RecordInput in = find(key);
        if (in == null || expiry == null) {
            return in != null;
        }
        return expiry.isVisible((Expiring) RocksColumn.readEntry(in, column.codec()), expiry.now());
    }

    @Override
    public Iterable<Map.Entry<UK, UV>> entries() {
        return this::iterator;
    }

    @Override
    public Iterable<UK> keys() {
        return () -> each(Map.Entry::getKey);
    }

    @Override
    public Iterable<UV> values() {
        return () -> each(Map.Entry::getValue);
    }

    private <T> Iterator<T> each(Function<Map.Entry<UK, UV>, T> part) {
        Iterator<Map.Entry<UK, UV>> entries = iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public T next() {
                return part.apply(entries.next());
            }

            @Override
            public void remove() {
                entries.remove();
            }
        };
    }

    @Override
    public Iterator<Map.Entry<UK, UV>> iterator() {
        used();
        return new RocksMapIterator<>(new Entries());
    }

    @Override
    public boolean isEmpty() {
        return !iterator().hasNext();
    }

    @Override
    public void clear() {
        if (cells.select()) {
            cells.store().deleteAll(cells.row(column.id()), cells.length());
        }
    }

    /** The entries of the current key's map, as the iterator reads and changes them. */
    final class Entries {
        private final byte[] prefix;

        Entries() {
            prefix = cells.select() ? java.util.Arrays.copyOf(cells.row(column.id()), cells.length()) : null;
        }

        /** Returns the rows from one on, or null if there are none at all. */
        RocksStore.Rows rows() {
            return prefix == null ? null : cells.store().rows(prefix, prefix.length, null);
        }

        @SuppressWarnings("unchecked") // only put() and the like write here
        UK keyOf(byte[] row) {
            RecordInput in = cells.backend().newInput(row, prefix.length);
            return (UK) keys.deserialize(in);
        }

        /** Returns what is kept, or null if it has ended, which also removes it unless it may be seen. */
        Seen<UV> read(byte[] row, byte[] value) {
            Object kept = RocksColumn.readEntry(cells.backend().newInput(value, 0), column.codec());
            if (expiry == null) {
                return new Seen<>(valueOf(kept));
            }
            Expiring expiring = (Expiring) kept;
            long now = expiry.now();
            boolean over = expiry.isOver(expiring, now);
            if (over && !expiry.showsExpired()) {
                remove(row);
                return null;
            }
            if (!over && expiry.readingCounts()) {
                put(row, row.length, new Expiring(expiring.value(), now));
            }
            return new Seen<>(valueOf(expiring.value()));
        }

        void set(byte[] row, UV value) {
            put(row, row.length, toKeep(value));
        }

        void remove(byte[] row) {
            cells.store().delete(row, row.length);
        }
    }

    /** A value that may be null. */
    record Seen<UV>(UV value) {}
}
