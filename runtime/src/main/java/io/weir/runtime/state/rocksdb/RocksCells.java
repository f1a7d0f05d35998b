package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.Cells;
import io.weir.runtime.state.Slot;
import io.weir.runtime.state.StateColumn;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.state.StateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.types.TypeInformation;

/**
 * The rows of the current key, or of the current key and namespace. A row is found by the key group (2 bytes), the number
 * of the column (2 bytes), the key, the namespace if there is one, and the map's key of an entry of a map. The task's
 * thread owns it.
 */
final class RocksCells extends Cells {
    static final int COLUMN = 2;
    static final int KEY = 4;

    private final RocksKeyedStateBackend<?> backend;
    private final TypeInformation<?> namespaceType;
    private final TypeSerializer<Object> namespaces;
    private final RecordOutput row = new RecordOutput(64);
    private Object namespace;

    /** Whether keys or namespaces have named classes. */
    private boolean named;

    /** How much of a row key and namespace take, and when they were written. */
    private int length;

    private int writtenInTurn = -1;

    @SuppressWarnings("unchecked") // it only ever gets namespaces of its type
    RocksCells(RocksKeyedStateBackend<?> backend, String store, TypeInformation<?> namespaceType) {
        super(store, namespaceType == null ? "" : namespaceType.toString(), backend.clock);
        this.backend = backend;
        this.namespaceType = namespaceType;
        this.namespaces = namespaceType == null ? null : (TypeSerializer<Object>) namespaceType.createSerializer();
    }

    void setNamespace(Object newNamespace) {
        namespace = newNamespace;
        writtenInTurn = -1;
    }

    Object namespace() {
        return namespace;
    }

    /** Writes key and namespace if they are others. Returns false where there is no key. */
    boolean select() {
        if (writtenInTurn != backend.turn()) {
            if (!backend.hasKey()) {
                return false;
            }
            write();
        }
        return true;
    }

    private void write() {
        row.reset();
        backend.writeKey(row);
        if (namespaces != null) {
            row.beginStream();
            namespaces.serialize(namespace, row);
        }
        length = row.position();
        writtenInTurn = backend.turn();
    }

    /** Returns the bytes of the selected row of a column; good until the next one is asked for. */
    byte[] row(int column) {
        byte[] bytes = row.getBuffer();
        bytes[COLUMN] = (byte) (column >>> 8);
        bytes[COLUMN + 1] = (byte) column;
        return bytes;
    }

    /** Returns how many of them there are. */
    int length() {
        return length;
    }

    /** Appends the map's key of an entry to the selected row; returns how long it is with that. */
    int appendEntry(TypeSerializer<Object> keys, Object key) {
        row.setPosition(length);
        row.beginStream();
        keys.serialize(key, row);
        return row.position();
    }

    RocksStore store() {
        return backend.store();
    }

    RocksKeyedStateBackend<?> backend() {
        return backend;
    }

    @Override
    @SuppressWarnings("unchecked") // each state only ever puts values of its type into its column
    public <T> T own(Slot slot) {
        if (!select()) {
            return null;
        }
        RocksColumn column = backend.column(slot.place());
        RecordInput in = store().get(row(column.id()), length);
        return in == null ? null : (T) column.read(in);
    }

    @Override
    public <T> T see(Slot slot, boolean immutable) {
        return own(slot);
    }

    @Override
    public void set(int place, Object value) {
        RocksColumn column = backend.column(place);
        if (value == null) {
            if (select()) {
                store().delete(row(column.id()), length);
            }
            return;
        }
        requireKey();
        RecordOutput out = backend.newValue();
        column.write(value, out);
        put(column, length, out);
    }

    /** Sets the value of the selected row of a column, which has been given a length. */
    void put(RocksColumn column, int rowLength, RecordOutput out) {
        noteNames(column, out);
        store().put(row(column.id()), rowLength, out.getBuffer(), out.position());
    }

    /** Appends to the value of the selected row of a column. */
    void append(RocksColumn column, RecordOutput out) {
        noteNames(column, out);
        store().append(row(column.id()), length, out.getBuffer(), out.position());
    }

    /** Rows that name classes do not say how these were written. */
    void noteNames(RocksColumn column, RecordOutput value) {
        named |= row.takeNamed();
        if (value.takeNamed() || named) {
            backend.numbers().named(column.id());
        }
    }

    /** Refuses to write where there is no key. */
    void requireKey() {
        if (!select()) {
            backend.refuseToWrite();
        }
    }

    @Override
    public void expiringUsed(StateTtlConfig config) {
        backend.sweeper().used(config);
    }

    @Override
    protected int newPlace(StateDescriptor<?, ?> descriptor, StateColumn column) {
        return backend.numbers().numberOf(column);
    }

    @Override
    protected void added(Slot slot) {
        RocksColumn column = new RocksColumn(slot, namespaceType);
        backend.added(column, () -> new RocksReader<>(backend, column, this).read(backend.image()));
    }

    TypeSerializer<Object> namespaces() {
        return namespaces;
    }
}
