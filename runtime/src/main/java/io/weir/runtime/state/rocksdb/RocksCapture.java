package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.BytesFile;
import io.weir.runtime.state.Codec;
import io.weir.runtime.state.Expiring;
import io.weir.runtime.state.Expiry;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.Snapshot;

/**
 * All rows at one moment, written in the form that does not know its backend. Made by the task's thread; then one thread
 * at a time owns it.
 *
 * @param <K> the type of the keys
 */
final class RocksCapture<K> extends CapturedBackend<K> {
    private final RocksStore store;
    private final Snapshot snapshot;
    private final long now;

    /** Set by whoever closes it first, which may be any thread. */
    private final AtomicBoolean closed = new AtomicBoolean();

    private RecordInput rowInput;
    private RecordInput valueInput;
    private TypeSerializer<K> keys;

    /** Captures some states only. */
    RocksCapture(RocksKeyedStateBackend<K> backend, List<RocksColumn> some) {
        super(backend);
        this.store = backend.store();
        this.now = backend.clock.getAsLong();
        store.retain();
        this.snapshot = store.snapshot();
        for (RocksColumn column : some) {
            columns.add(column, new OfRows(column), backend);
        }
    }

    /** Captures all there is. */
    static <K> RocksCapture<K> ofAll(RocksKeyedStateBackend<K> backend) {
        RocksCapture<K> capture = new RocksCapture<>(backend, backend.columns());
        capture.columns.addOthers(backend);
        capture.addRowsLeft();
        return capture;
    }

    /** What came with files of a database, and nobody has asked for since, can be kept as it is only. */
    private void addRowsLeft() {
        List<Integer> left = backend.numbers().used().stream()
                .filter(number -> backend.column(number) == null)
                .toList();
        RowsLeft rows = new RowsLeft(store, snapshot, backend.keyGroups(), left);
        if (rows.isAny()) {
            files.add(new BytesFile(
                    store.identity() + "/" + ColumnNumbers.FILE,
                    backend.numbers().toBytes()));
            files.add(rows);
        }
    }

    @Override
    public void write(int column, int group, RecordOutput out) {
        if (keys == null) {
            keys = backend.keyType().createSerializer();
            rowInput = new RecordInput(backend.classLoader());
            valueInput = new RecordInput(backend.classLoader());
        }
        columns.write(column, group, out);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            store.release(snapshot);
            store.release();
            columns.close();
        }
    }

    /** The rows of a state. */
    private final class OfRows implements CapturedColumns.Section {
        private final RocksColumn known;
        private RocksColumn column;
        private Codec whole;
        private TypeSerializer<Object> namespaces;
        private TypeSerializer<Object> mapKeys;
        private Object namespace;
        private int count;

        OfRows(RocksColumn known) {
            this.known = known;
        }

        @SuppressWarnings("unchecked") // the store has namespaces of its type only
        private void prepare() {
            column = known.copy();
            whole = Codec.of(known.slot().descriptor(), known.column().expiring());
            mapKeys = RocksReader.mapKeysOf(known);
            if (known.namespaceType() != null) {
                namespaces = (TypeSerializer<Object>) known.namespaceType().createSerializer();
            }
        }

        @Override
        public void write(int group, RecordOutput out) {
            if (column == null) {
                prepare();
            }
            count = 0;
            out.writeInt(0);
            byte[] prefix = RocksStore.prefix(group, column.id());
            try (RocksStore.Rows rows = store.rows(prefix, prefix.length, snapshot)) {
                if (column.isMap()) {
                    writeMaps(rows, out);
                } else {
                    writeValues(rows, out);
                }
            }
            int end = out.position();
            out.setPosition(0);
            if (count > 0) {
                out.writeInt(count);
                out.setPosition(end);
            }
        }

        private void writeValues(RocksStore.Rows rows, RecordOutput out) {
            for (; rows.isValid(); rows.next()) {
                write(rows.key(), column.read(inputOf(rows.value())), out);
            }
        }

        private RecordInput inputOf(byte[] value) {
            valueInput.setBuffer(value);
            valueInput.beginStream();
            return valueInput;
        }

        /** The entries of a map follow each other. */
        private void writeMaps(RocksStore.Rows rows, RecordOutput out) {
            byte[] owner = null;
            Map<Object, Object> map = new HashMap<>();
            for (; rows.isValid(); rows.next()) {
                byte[] row = rows.key();
                int end = ownerEnd(row);
                if (owner == null || !Arrays.equals(owner, 0, owner.length, row, 0, end)) {
                    writeMap(owner, map, out);
                    map = new HashMap<>();
                    owner = Arrays.copyOf(row, end);
                }
                rowInput.setBuffer(row);
                rowInput.setPosition(end);
                rowInput.beginStream();
                map.put(mapKeys.deserialize(rowInput), RocksColumn.readEntry(inputOf(rows.value()), column.codec()));
            }
            writeMap(owner, map, out);
        }

        private void writeMap(byte[] owner, Map<Object, Object> map, RecordOutput out) {
            if (owner != null) {
                write(owner, map, out);
            }
        }

        /** Returns where key and namespace end. */
        private int ownerEnd(byte[] row) {
            readOwner(row);
            return rowInput.position();
        }

        private K readOwner(byte[] row) {
            rowInput.setBuffer(row);
            rowInput.setPosition(RocksCells.KEY);
            rowInput.beginStream();
            K key = keys.deserialize(rowInput);
            if (namespaces != null) {
                rowInput.beginStream();
                namespace = namespaces.deserialize(rowInput);
            }
            return key;
        }

        private void write(byte[] row, Object value, RecordOutput out) {
            Object live = value;
            if (column.column().expiring()) {
                long millis =
                        column.slot().descriptor().getTtlConfig().timeToLive().toMillis();
                live = whole.map(value, each -> Expiry.isOver((Expiring) each, millis, now) ? Codec.GONE : each);
            }
            if (live != null) {
                count++;
                keys.serialize(readOwner(row), out);
                if (namespaces != null) {
                    namespaces.serialize(namespace, out);
                }
                whole.write(live, out);
            }
        }
    }
}
