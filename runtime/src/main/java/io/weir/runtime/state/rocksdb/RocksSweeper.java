package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.Codec;
import io.weir.runtime.state.Expiring;
import io.weir.runtime.state.Expiry;
import io.weir.serialization.RecordOutput;
import io.weir.state.StateTtlConfig;
import java.util.List;

/**
 * Removes values that have ended, so that keys which never come again do not stay: after some uses of states whose values
 * end it looks at as many rows as are due. The task's thread owns it.
 */
final class RocksSweeper {
    /** How many rows are looked at together, as beginning to look costs more than looking. */
    private static final int AT_ONCE = 256;

    private final RocksKeyedStateBackend<?> backend;
    private boolean atEachKey;
    private int keysAtOnce;
    private int due;

    /** The last row that was looked at; null to begin anew. */
    private byte[] position;

    RocksSweeper(RocksKeyedStateBackend<?> backend) {
        this.backend = backend;
    }

    /** Learns that a state is used. */
    void used(StateTtlConfig config) {
        atEachKey |= config.cleanupAtEachKey();
        keysAtOnce = Math.max(keysAtOnce, config.cleanupKeys());
        if (!config.cleanupAtEachKey()) {
            sweep();
        }
    }

    /** Learns that another key is the current one. */
    void keyChanged() {
        if (atEachKey) {
            sweep();
        }
    }

    /** Looks at the next rows, once there are enough to look at. */
    private void sweep() {
        due += keysAtOnce;
        if (due >= AT_ONCE) {
            lookAt(due);
            due = 0;
        }
    }

    private void lookAt(int count) {
        long now = backend.clock.getAsLong();
        try (RocksStore.Rows rows = backend.store().rows(new byte[0], 0, null)) {
            if (position != null) {
                rows.seek(position);
            }
            for (int left = count; left > 0 && rows.isValid(); left--, rows.next()) {
                position = rows.key();
                clean(rows, now);
            }
            if (!rows.isValid()) {
                position = null;
            }
        }
    }

    private void clean(RocksStore.Rows rows, long now) {
        byte[] row = rows.key();
        RocksColumn column = backend.column(ColumnNumbers.numberIn(row));
        if (column == null || !column.column().expiring()) {
            return;
        }
        long millis = column.slot().descriptor().getTtlConfig().timeToLive().toMillis();
        if (column.isList()) {
            cleanList(rows, column, millis, now);
        } else if (isOver(rows.value(), column, millis, now)) {
            backend.store().delete(row, row.length);
        }
    }

    private boolean isOver(byte[] value, RocksColumn column, long millis, long now) {
        Object kept = column.isMap()
                ? RocksColumn.readEntry(backend.newInput(value, 0), column.codec())
                : column.codec().read(backend.newInput(value, 0));
        return Expiry.isOver((Expiring) kept, millis, now);
    }

    private void cleanList(RocksStore.Rows rows, RocksColumn column, long millis, long now) {
        List<Object> kept = RocksColumn.readList(backend.newInput(rows.value(), 0), column.codec());
        Object left = column.slot()
                .codec()
                .map(kept, each -> Expiry.isOver((Expiring) each, millis, now) ? Codec.GONE : each);
        byte[] row = rows.key();
        if (left == null) {
            backend.store().delete(row, row.length);
        } else if (left != kept) {
            RecordOutput out = backend.newValue();
            RocksColumn.writeList((List<?>) left, out, column.codec());
            backend.store().put(row, row.length, out.getBuffer(), out.position());
        }
    }
}
