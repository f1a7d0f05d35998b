package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.BackendFile;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedCapture;
import io.weir.runtime.state.StateColumn;
import io.weir.runtime.state.StateSchema;
import io.weir.schema.TypeSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * What captures of a database say of it, whether they hold its rows or its files. Made by the task's thread; then one
 * thread at a time owns it.
 *
 * @param <K> the type of the keys
 */
abstract class CapturedBackend<K> implements KeyedCapture {
    final RocksKeyedStateBackend<K> backend;
    final CapturedColumns columns = new CapturedColumns();
    final List<BackendFile> files = new ArrayList<>();

    CapturedBackend(RocksKeyedStateBackend<K> backend) {
        this.backend = backend;
    }

    @Override
    public final String keyType() {
        return backend.keyType().toString();
    }

    @Override
    public final TypeSchema keySchema() {
        return backend.keyType().createSerializer().describe();
    }

    @Override
    public final KeyGroupRange groups() {
        return backend.keyGroups();
    }

    @Override
    public final List<StateColumn> columns() {
        return columns.all();
    }

    @Override
    public final StateSchema schema(int column) {
        return columns.schema(column);
    }

    @Override
    public final List<BackendFile> files() {
        return files;
    }
}
