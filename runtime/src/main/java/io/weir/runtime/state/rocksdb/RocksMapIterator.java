package io.weir.runtime.state.rocksdb;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Goes through the entries of a map, some at a time, so that nothing has to be closed by the program. The task's thread
 * owns it.
 *
 * @param <UK> the type of the map's keys
 * @param <UV> the type of the map's values
 */
final class RocksMapIterator<UK, UV> implements Iterator<Map.Entry<UK, UV>> {
    private static final int AT_ONCE = 128;

    private final RocksMap<UK, UV>.Entries entries;
    private final Deque<Row> next = new ArrayDeque<>();
    private byte[] lastRead;
    private byte[] lastGiven;
    private boolean ended;

    /** An entry that is to be given. */
    private record Row(byte[] bytes, byte[] value) {}

    private Map.Entry<UK, UV> ready;
    private byte[] readyRow;

    RocksMapIterator(RocksMap<UK, UV>.Entries entries) {
        this.entries = entries;
    }

    @Override
    public boolean hasNext() {
        while (ready == null && (!next.isEmpty() || fetch())) {
            Row row = next.poll();
            RocksMap.Seen<UV> seen = entries.read(row.bytes(), row.value());
            if (seen != null) {
                ready = new Written(entries.keyOf(row.bytes()), seen.value(), row.bytes());
                readyRow = row.bytes();
            }
        }
        return ready != null;
    }

    private boolean fetch() {
        if (ended) {
            return false;
        }
        try (RocksStore.Rows rows = entries.rows()) {
            if (rows != null) {
                read(rows);
            } else {
                ended = true;
            }
        }
        return !next.isEmpty();
    }

    private void read(RocksStore.Rows rows) {
        if (lastRead != null) {
            rows.seek(lastRead);
            if (rows.isValid() && Arrays.equals(rows.key(), lastRead)) {
                rows.next();
            }
        }
        for (int left = AT_ONCE; left > 0 && rows.isValid(); left--, rows.next()) {
            lastRead = rows.key();
            next.add(new Row(lastRead, rows.value()));
        }
        ended = !rows.isValid();
    }

    @Override
    public Map.Entry<UK, UV> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Map.Entry<UK, UV> given = ready;
        lastGiven = readyRow;
        ready = null;
        return given;
    }

    @Override
    public void remove() {
        if (lastGiven == null) {
            throw new IllegalStateException("There is no entry to remove");
        }
        entries.remove(lastGiven);
        lastGiven = null;
    }

    /** An entry whose value can be set. */
    private final class Written extends AbstractMap.SimpleEntry<UK, UV> {
        private static final long serialVersionUID = 1L;

        private final transient byte[] row;

        Written(UK key, UV value, byte[] row) {
            super(key, value);
            this.row = row;
        }

        @Override
        public UV setValue(UV value) {
            entries.set(row, value);
            return super.setValue(value);
        }
    }
}
