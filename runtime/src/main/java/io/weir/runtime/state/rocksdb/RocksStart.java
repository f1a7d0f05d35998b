package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.BackendFile;
import io.weir.runtime.state.BackendFiles;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.state.StateColumn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The database that an operator instance begins with: an empty one, or one with what earlier instances kept in files. The
 * files of the one that had most of the key groups are gone on with; the rows of others are added to them.
 *
 * @param store the database
 * @param columns the numbers of the states that it has rows of
 */
record RocksStart(RocksStore store, ColumnNumbers columns) {
    /**
     * Makes the database.
     *
     * @param directory where; nothing is there yet
     * @param place what the instance starts from
     * @param resources memory and options
     */
    static RocksStart of(Path directory, StateBackend.Place place, RocksResources resources) {
        List<BackendFiles> past = new ArrayList<>(place.image().files(place.groups()));
        if (past.isEmpty()) {
            RocksStore empty = new RocksStore(directory, UUID.randomUUID().toString(), resources, place.classLoader());
            return new RocksStart(empty, new ColumnNumbers());
        }
        if (past.size() > 1) {
            place.image().requireAlike();
        }
        past.sort(Comparator.comparingInt((BackendFiles each) -> each.groupsOf(place.groups()))
                .reversed());
        RocksStart start = open(directory, past.get(0), place, resources);
        try {
            start.removeOthers(past.get(0), place.groups());
            for (BackendFiles other : past.subList(1, past.size())) {
                start.add(other, place, resources);
            }
            return start;
        } catch (RuntimeException e) {
            start.store.release();
            throw e;
        }
    }

    private static RocksStart open(
            Path directory, BackendFiles files, StateBackend.Place place, RocksResources resources) {
        String identity = UUID.randomUUID().toString();
        ColumnNumbers columns = new ColumnNumbers();
        BackendFile rows = null;
        try {
            Files.createDirectories(directory);
            for (BackendFile file : files.files()) {
                int slash = file.name().indexOf('/');
                String name = file.name().substring(slash + 1);
                if (name.equals(ColumnNumbers.FILE)) {
                    try (InputStream in = file.open()) {
                        columns = ColumnNumbers.read(in);
                    }
                } else if (name.equals(RowsLeft.FILE)) {
                    rows = file;
                } else {
                    identity = file.name().substring(0, slash);
                    file.copyTo(directory.resolve(name));
                }
            }
        } catch (IOException | RuntimeException e) {
            LocalDirectories.delete(directory);
            throw e instanceof RuntimeException known
                    ? known
                    : RocksStore.failed("State could not be copied to " + directory, e);
        }
        RocksStore store = new RocksStore(directory, identity, resources, place.classLoader());
        RocksStart start = new RocksStart(store, columns);
        try {
            start.prepare(files, rows);
            return start;
        } catch (IOException | RuntimeException e) {
            store.release();
            throw e instanceof RuntimeException known ? known : RocksStore.failed("Rows could not be read", e);
        }
    }

    private void prepare(BackendFiles files, BackendFile rows) throws IOException {
        for (int number : columns.unused()) {
            for (int group = files.firstKeyGroup(); group < files.firstKeyGroup() + files.keyGroups(); group++) {
                store.deleteState(group, number); // they were kept in another form beside the files
            }
        }
        if (rows != null) {
            try (InputStream in = rows.open()) {
                RowsLeft.load(in, store);
            }
        }
    }

    private void removeOthers(BackendFiles files, KeyGroupRange groups) {
        store.deleteGroups(files.firstKeyGroup(), groups.first());
        store.deleteGroups(groups.first() + groups.count(), files.firstKeyGroup() + files.keyGroups());
    }

    private void add(BackendFiles files, StateBackend.Place place, RocksResources resources) {
        Path temporary = store.directory().resolveSibling(UUID.randomUUID().toString());
        RocksStart other = open(temporary, files, place, resources);
        try {
            KeyGroupRange groups = place.groups();
            for (int group = groups.first(); group < groups.first() + groups.count(); group++) {
                addGroup(group, other);
            }
        } finally {
            other.store.release();
        }
    }

    private void addGroup(int group, RocksStart other) {
        byte[] prefix = RocksStore.group(group);
        try (RocksStore.Rows rows = other.store.rows(prefix, prefix.length, null)) {
            for (; rows.isValid(); rows.next()) {
                byte[] row = rows.key();
                StateColumn column = other.columns.columnOf(ColumnNumbers.numberIn(row));
                if (column == null) {
                    continue;
                }
                ColumnNumbers.write(columns.numberOf(column), row);
                byte[] value = rows.value();
                store.put(row, row.length, value, value.length);
            }
        }
    }
}
