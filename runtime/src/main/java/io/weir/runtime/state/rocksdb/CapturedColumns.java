package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.KeyedCapture;
import io.weir.runtime.state.KeyedPart;
import io.weir.runtime.state.StateColumn;
import io.weir.runtime.state.StateSchema;
import io.weir.serialization.RecordOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The columns of a capture, and what writes them. Made by the task's thread; then one thread at a time owns it.
 */
final class CapturedColumns {
    private final List<StateColumn> columns = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /** Made by the thread that writes. */
    private final List<Supplier<StateSchema>> schemas = new ArrayList<>();

    private final List<KeyedPart.Frozen> parts = new ArrayList<>();

    /** Writes a column of a key group. */
    @FunctionalInterface
    interface Section {
        /** Writes nothing: the rows are elsewhere. */
        Section ELSEWHERE = (group, out) -> {};

        /** Writes it. */
        void write(int group, RecordOutput out);
    }

    /**
     * Returns all that a backend keeps as it is now.
     *
     * @param backend the backend
     * @param asFiles whether as files of the database
     */
    static KeyedCapture capture(RocksKeyedStateBackend<?> backend, boolean asFiles) {
        return asFiles ? new RocksFilesCapture<>(backend) : RocksCapture.ofAll(backend);
    }

    void add(StateColumn column, Section section, Supplier<StateSchema> schema) {
        columns.add(column);
        sections.add(section);
        schemas.add(schema);
    }

    /** Adds a state of a backend. */
    void add(RocksColumn column, Section section, RocksKeyedStateBackend<?> backend) {
        add(column.column(), section, () -> column.schema(backend.keyType()));
    }

    /** Adds what is not in rows: what is attached, and what nobody has asked for. */
    void addOthers(RocksKeyedStateBackend<?> backend) {
        for (KeyedPart part : backend.parts()) {
            KeyedPart.Frozen frozen = part.freeze();
            parts.add(frozen);
            add(StateColumn.of(part), frozen::write, part::schema);
        }
        backend.image()
                .waiting()
                .forEach(waiting -> add(waiting.written().column(), waiting::write, waiting.written()::schema));
    }

    List<StateColumn> all() {
        return columns;
    }

    StateSchema schema(int column) {
        return schemas.get(column).get();
    }

    void write(int column, int group, RecordOutput out) {
        sections.get(column).write(group, out);
    }

    void close() {
        parts.forEach(KeyedPart.Frozen::close);
    }
}
