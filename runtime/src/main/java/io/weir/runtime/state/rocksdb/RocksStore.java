package io.weir.runtime.state.rocksdb;

import io.weir.serialization.RecordInput;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteOptions;

/**
 * A database in a directory of its own, which goes with it. Rows are ordered by their bytes.
 *
 * <p>Threads: the task's thread reads and writes; threads that write captures only iterate over snapshots. Life: until the
 * task and all captures have let go of it.
 */
final class RocksStore {
    private final Path directory;
    private final String identity;
    private final Options options;
    private final RocksDB database;
    private final ReadOptions reading = new ReadOptions();
    private final WriteOptions writing = new WriteOptions().setDisableWAL(true);
    private final RecordInput input;
    private final RowCache.OfDatabase known;
    private byte[] value = new byte[Math.max(256, RowCache.LARGEST_VALUE)];

    /** Who has not let go of it yet. Guarded by this: the task's thread and those that write captures. */
    private int users = 1;

    /**
     * Opens the database, which is new if there is nothing in the directory.
     *
     * @param directory where
     * @param identity what its files are named after: a database that goes on with those of an earlier one has the same
     * @param resources memory and options
     * @param classLoader knows the program's classes
     */
    RocksStore(Path directory, String identity, RocksResources resources, ClassLoader classLoader) {
        this.directory = directory;
        this.identity = identity;
        this.input = new RecordInput(classLoader);
        this.options = resources.newOptions();
        this.known = resources.rows().open();
        try {
            Files.createDirectories(directory);
            this.database = RocksDB.open(options, directory.toString());
        } catch (RocksDBException | IOException e) {
            options.close();
            deleteDirectory();
            throw failed("The RocksDB database in " + directory + " could not be opened", e);
        }
    }

    /** Makes the failure of a database. */
    static WeirException failed(String what, Exception cause) {
        return new WeirException(ErrorCode.STORAGE, what + ": " + cause.getMessage(), cause);
    }

    private WeirException failed(Exception cause) {
        return failed("Keyed state in RocksDB (" + directory + ") could not be read or written", cause);
    }

    /** Returns the value of a row, to be read at once, or null if there is no such row. */
    RecordInput get(byte[] row, int length) {
        try {
            int size = known.get(row, length, value);
            if (size == RowCache.UNKNOWN) {
                size = read(row, length);
                known.put(row, length, value, size);
            }
            if (size == RowCache.ABSENT) {
                return null;
            }
            input.setBuffer(value, 0, size);
            input.beginStream();
            return input;
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Reads a row from the database; returns the length of its value, which is then in its place, or that there is none. */
    private int read(byte[] row, int length) throws RocksDBException {
        int size = database.get(reading, row, 0, length, value, 0, value.length);
        if (size > value.length) {
            value = new byte[Math.max(size, 2 * value.length)];
            size = database.get(reading, row, 0, length, value, 0, value.length);
        }
        return size == RocksDB.NOT_FOUND ? RowCache.ABSENT : size;
    }

    /** Sets the value of a row. */
    void put(byte[] row, int length, byte[] bytes, int size) {
        try {
            database.put(writing, row, 0, length, bytes, 0, size);
            known.put(row, length, bytes, size);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Appends to the value of a row, without reading it. */
    void append(byte[] row, int length, byte[] bytes, int size) {
        try {
            database.merge(writing, row, 0, length, bytes, 0, size);
            known.remove(row, length);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Removes a row, if there is one. */
    void delete(byte[] row, int length) {
        try {
            database.delete(writing, row, 0, length);
            known.putAbsent(row, length);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Removes all rows that begin with some bytes. */
    void deleteAll(byte[] prefix, int length) {
        try (Rows found = rows(prefix, length, null)) {
            for (; found.isValid(); found.next()) {
                byte[] row = found.key();
                delete(row, row.length);
            }
        }
    }

    /** Returns whether any row begins with some bytes. */
    boolean hasAny(byte[] prefix, int length) {
        try (Rows found = rows(prefix, length, null)) {
            return found.isValid();
        }
    }

    /**
     * Returns the rows that begin with some bytes.
     *
     * @param prefix the bytes
     * @param length how many of them
     * @param snapshot the moment to see, or null for now
     */
    Rows rows(byte[] prefix, int length, Snapshot snapshot) {
        return new Rows(database, prefix, length, snapshot);
    }

    /** Returns what shows all rows as they are now; to be given back. */
    Snapshot snapshot() {
        return database.getSnapshot();
    }

    /** Gives a snapshot back. */
    void release(Snapshot snapshot) {
        database.releaseSnapshot(snapshot);
    }

    RocksDB database() {
        return database;
    }

    Path directory() {
        return directory;
    }

    String identity() {
        return identity;
    }

    /** Removes all rows of some key groups. */
    void deleteGroups(int from, int to) {
        if (from < to) {
            deleteRange(group(from), group(to));
        }
    }

    /** Removes all rows of a state in a key group. */
    void deleteState(int group, int number) {
        deleteRange(prefix(group, number), prefix(group, number + 1));
    }

    private void deleteRange(byte[] from, byte[] to) {
        try {
            database.deleteRange(writing, from, to);
            known.clear();
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Returns what the rows of a state in a key group begin with. */
    static byte[] prefix(int group, int number) {
        return new byte[] {(byte) (group >>> 8), (byte) group, (byte) (number >>> 8), (byte) number};
    }

    /** Returns what the rows of a key group begin with. */
    static byte[] group(int group) {
        return new byte[] {(byte) (group >>> 8), (byte) group};
    }

    /**
     * Makes a copy of the database's files as they are now, without copying those that do not change any more.
     *
     * @param target a directory that is not there yet, on the same disk
     */
    void copyTo(Path target) {
        try (Checkpoint checkpoint = Checkpoint.create(database)) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            LocalDirectories.delete(target);
            throw failed(e);
        }
    }

    /** Keeps it open until {@link #release()}. */
    synchronized void retain() {
        if (users == 0) {
            throw new IllegalStateException("The database is closed");
        }
        users++;
    }

    /** Lets go of it; the last one closes and deletes it. */
    synchronized void release() {
        if (--users == 0) {
            database.close();
            options.close();
            reading.close();
            writing.close();
            deleteDirectory();
        }
    }

    private void deleteDirectory() {
        LocalDirectories.delete(directory);
    }

    /** Rows that begin with the same bytes, in the order of their bytes. One thread owns it. */
    static final class Rows implements AutoCloseable {
        private final ReadOptions options;
        private final RocksIterator iterator;
        private final byte[] prefix;
        private byte[] key;

        Rows(RocksDB database, byte[] bytes, int length, Snapshot snapshot) {
            this.prefix = Arrays.copyOf(bytes, length);
            this.options = new ReadOptions();
            if (snapshot != null) {
                options.setSnapshot(snapshot).setFillCache(false);
            }
            this.iterator = database.newIterator(options);
            seek(prefix);
        }

        /** Goes to the first row from some bytes on. */
        void seek(byte[] from) {
            iterator.seek(from);
            load();
        }

        private void load() {
            key = null;
            if (iterator.isValid()) {
                byte[] next = iterator.key();
                if (Arrays.mismatch(next, prefix) >= prefix.length || Arrays.equals(next, prefix)) {
                    key = next;
                }
            } else {
                try {
                    iterator.status();
                } catch (RocksDBException e) {
                    throw failed("Keyed state in RocksDB could not be read", e);
                }
            }
        }

        boolean isValid() {
            return key != null;
        }

        void next() {
            iterator.next();
            load();
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return iterator.value();
        }

        @Override
        public void close() {
            iterator.close();
            options.close();
        }
    }
}
