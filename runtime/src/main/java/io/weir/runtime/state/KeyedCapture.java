package io.weir.runtime.state;

import io.weir.schema.TypeSchema;
import io.weir.serialization.RecordOutput;
import java.util.List;

/** The keyed state of an operator instance at one moment. One thread at a time owns it, not necessarily the task's. */
public interface KeyedCapture extends AutoCloseable {
    /** Returns the type of the keys, in words. */
    String keyType();

    /** Returns how keys are written, or null if that is not known. */
    TypeSchema keySchema();

    /** Returns the key groups of the instance. */
    KeyGroupRange groups();

    /** Returns what is kept. */
    List<StateColumn> columns();

    /**
     * Returns how a column is written, or null if that is not known.
     *
     * @param column the number of the column
     */
    StateSchema schema(int column);

    /**
     * Writes a column of a key group; nothing if the group has nothing in it.
     *
     * @param column the number of the column
     * @param group the key group
     * @param out where to write; it is describing if it is known how the column is written
     */
    void write(int column, int group, RecordOutput out);

    /** Returns what is kept beside columns in files of the backend's own; their columns have no bytes then. */
    default List<BackendFile> files() {
        return List.of();
    }

    /** Lets what it has frozen be changed in place. Any thread; again does nothing. */
    @Override
    void close();
}
