package io.weir.runtime.state;

import io.weir.schema.TypeSchema;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keyed state on the heap at one moment: the arrays of its tables, which nobody changes until it is closed. Made by the
 * task's thread; then one thread at a time owns it.
 *
 * @param <K> the type of the keys
 */
final class HeapKeyedCapture<K> implements KeyedCapture {
    /** How many rows are loaded before they are written. */
    private static final int AT_ONCE = 32;

    private final HeapKeyedStateBackend<K> backend;
    private final Entry[][] tables;
    private final List<StateColumn> columns = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /** Made by the thread that writes. */
    private final List<Supplier<StateSchema>> schemas = new ArrayList<>();

    private final List<KeyedPart.Frozen> parts = new ArrayList<>();
    private final long now;
    private final Versions.Lease lease;
    private TypeSerializer<K> keys;

    /** Writes a column of a key group. */
    @FunctionalInterface
    private interface Section {
        /** Writes it. */
        void write(int group, RecordOutput out);
    }

    HeapKeyedCapture(HeapKeyedStateBackend<K> backend) {
        this.backend = backend;
        this.now = backend.ofKey.clock.getAsLong();
        this.lease = backend.versions.freeze();
        this.tables = new Entry[backend.tables.length][];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = backend.tables[i].entries();
        }
        for (Slot slot : backend.ofKey.all()) {
            add(slot.column(), new OfKeys(slot), () -> StateSchema.of(backend.keyType, null, slot.descriptor())
                    .compact());
        }
        for (HeapNamespaced<?> store : backend.stores.values()) {
            for (Slot slot : store.place.all()) {
                add(slot.column(), new OfNamespaces(slot, store), () -> StateSchema.of(
                                backend.keyType, store.namespaceType, slot.descriptor())
                        .compact());
            }
        }
        for (KeyedPart part : backend.parts) {
            KeyedPart.Frozen frozen = part.freeze();
            parts.add(frozen);
            add(StateColumn.of(part), frozen::write, part::schema);
        }
        backend.image
                .waiting()
                .forEach(waiting -> add(waiting.written().column(), waiting::write, waiting.written()::schema));
    }

    private void add(StateColumn column, Section section, Supplier<StateSchema> schema) {
        columns.add(column);
        sections.add(section);
        schemas.add(schema);
    }

    @Override
    public String keyType() {
        return backend.keyType.toString();
    }

    @Override
    public TypeSchema keySchema() {
        return backend.keyType.createSerializer().describe();
    }

    @Override
    public StateSchema schema(int column) {
        return schemas.get(column).get();
    }

    @Override
    public KeyGroupRange groups() {
        return backend.groups;
    }

    @Override
    public List<StateColumn> columns() {
        return columns;
    }

    @Override
    public void write(int column, int group, RecordOutput out) {
        if (keys == null) {
            keys = WrittenTypes.compact().keys(backend.keyType.createSerializer());
        }
        sections.get(column).write(group, out);
    }

    @Override
    public void close() {
        lease.close();
        parts.forEach(KeyedPart.Frozen::close);
    }

    /** Writes the values of one state, after their number. */
    private abstract class OfState implements Section {
        private final Slot slot;
        private Codec codec;
        private int count;

        /** Keeps the compiler from leaving loads out. */
        @SuppressWarnings("UnusedVariable") // that nobody reads it is the point
        private long fetched;

        OfState(Slot slot) {
            this.slot = slot;
        }

        @Override
        public void write(int group, RecordOutput out) {
            if (codec == null) {
                codec = Codec.reading(slot.descriptor(), slot.column().expiring(), WrittenTypes.compact());
            }
            out.writeInt(0);
            count = 0;
            Entry[] rows = tables[group - backend.groups.first()];
            for (int begin = 0; begin < rows.length; begin += AT_ONCE) {
                int end = Math.min(rows.length, begin + AT_ONCE);
                fetched += fetch(rows, begin, end);
                for (int i = begin; i < end; i++) {
                    if (rows[i] != null) {
                        write(rows[i], out);
                    }
                }
            }
            int length = out.position();
            out.setPosition(0);
            if (count > 0) {
                out.writeInt(count);
                out.setPosition(length);
            }
        }

        /** Loads rows, which lie anywhere in memory: a core waits for many of them at the same time, but not while it writes. */
        private static long fetch(Entry[] rows, int begin, int end) {
            long something = 0;
            for (int i = begin; i < end; i++) {
                Entry row = rows[i];
                something += row == null ? 0 : row.bits;
            }
            return something;
        }

        abstract void write(Entry row, RecordOutput out);

        /** Returns the value that is to be written, or null. */
        final Object valueIn(Entry entry) {
            Object value = entry.getBefore(slot.place(), lease.version());
            if (value != null && slot.column().expiring()) {
                long millis = slot.descriptor().getTtlConfig().timeToLive().toMillis();
                return codec.map(value, each -> Expiry.isOver((Expiring) each, millis, now) ? Codec.GONE : each);
            }
            return value;
        }

        final void writeKey(Entry row, RecordOutput out) {
            count++;
            keys.serialize(backend.keyOf(row), out);
        }

        final void writeValue(Object value, RecordOutput out) {
            codec.write(value, out);
        }
    }

    /** The values of a state that has one per key. */
    private final class OfKeys extends OfState {
        OfKeys(Slot slot) {
            super(slot);
        }

        @Override
        void write(Entry row, RecordOutput out) {
            Object value = valueIn(row);
            if (value != null) {
                writeKey(row, out);
                writeValue(value, out);
            }
        }
    }

    /** The values of a state that has one per key and namespace. */
    private final class OfNamespaces extends OfState {
        private final HeapNamespaced<?> store;
        private TypeSerializer<Object> namespaces;

        OfNamespaces(Slot slot, HeapNamespaced<?> store) {
            super(slot);
            this.store = store;
        }

        @Override
        @SuppressWarnings("unchecked") // the store has namespaces of its type only
        void write(Entry row, RecordOutput out) {
            EntryTable[] spaces = row.spacesBefore(lease.version());
            if (spaces == null || store.number >= spaces.length || spaces[store.number] == null) {
                return;
            }
            if (namespaces == null) {
                namespaces = (TypeSerializer<Object>)
                        WrittenTypes.compact().namespaces(store.namespaceType.createSerializer());
            }
            spaces[store.number].forEach(entry -> {
                Object value = valueIn(entry);
                if (value != null) {
                    writeKey(row, out);
                    namespaces.serialize(entry.key, out);
                    writeValue(value, out);
                }
            });
        }
    }
}
