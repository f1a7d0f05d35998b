package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.BackendFile;
import io.weir.runtime.state.KeyGroupRange;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.rocksdb.Snapshot;

/**
 * The rows of states that nobody has asked for since the database was made of files, as they are: what could read them is
 * not known. Each is its length (32 bits) and its bytes, then those of its value; -1 ends them. One thread at a time owns
 * it, and closes what it has opened before the snapshot is given back.
 *
 * @param store where they are
 * @param snapshot the moment to see
 * @param groups the key groups
 * @param numbers the states
 */
record RowsLeft(RocksStore store, Snapshot snapshot, KeyGroupRange groups, List<Integer> numbers)
        implements BackendFile {
    /** The name of the file. */
    static final String FILE = "rows";

    private static final int END = -1;

    /** Returns whether there are any. */
    boolean isAny() {
        for (int place = 0; place < places(); place++) {
            byte[] prefix = prefix(place);
            if (store.hasAny(prefix, prefix.length)) {
                return true;
            }
        }
        return false;
    }

    private int places() {
        return groups.count() * numbers.size();
    }

    private byte[] prefix(int place) {
        return RocksStore.prefix(groups.first() + place / numbers.size(), numbers.get(place % numbers.size()));
    }

    @Override
    public String name() {
        return store.identity() + "/" + FILE;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public InputStream open() {
        return new Rows();
    }

    /** Puts rows into a database that has none of these states. */
    static void load(InputStream bytes, RocksStore store) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        for (int length = in.readInt(); length != END; length = in.readInt()) {
            byte[] row = in.readNBytes(length);
            byte[] value = in.readNBytes(in.readInt());
            store.put(row, row.length, value, value.length);
        }
    }

    /** The bytes of the rows. One thread owns it. */
    private final class Rows extends InputStream {
        private int place;
        private RocksStore.Rows rows;
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private boolean ended;

        @Override
        public int read() {
            return load() ? bytes.get() & 0xFF : END;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (!load()) {
                return END;
            }
            int count = Math.min(length, bytes.remaining());
            bytes.get(target, offset, count);
            return count;
        }

        private boolean load() {
            if (bytes.hasRemaining()) {
                return true;
            }
            if (ended) {
                return false;
            }
            ended = !find();
            bytes = ended ? ByteBuffer.allocate(Integer.BYTES).putInt(END) : row();
            bytes.flip();
            return true;
        }

        private boolean find() {
            while (rows == null || !rows.isValid()) {
                close();
                if (place == places()) {
                    return false;
                }
                byte[] prefix = prefix(place++);
                rows = store.rows(prefix, prefix.length, snapshot);
            }
            return true;
        }

        private ByteBuffer row() {
            byte[] row = rows.key();
            byte[] value = rows.value();
            rows.next();
            return ByteBuffer.allocate(2 * Integer.BYTES + row.length + value.length)
                    .putInt(row.length)
                    .put(row)
                    .putInt(value.length)
                    .put(value);
        }

        @Override
        public void close() {
            if (rows != null) {
                rows.close();
                rows = null;
            }
        }
    }
}
