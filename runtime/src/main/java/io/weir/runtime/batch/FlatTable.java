package io.weir.runtime.batch;

import io.weir.runtime.state.KeyNumbers;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.KeyChecks;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An {@link AggregationTable} of rows that all have the same length, one after the other in an array of bytes, and a hash table of
 * their numbers. A row is a key that is a number, or the hash of another one, which is an object beside it, and the value. So there is
 * nothing for the collector to do when a value is replaced (new values in old objects are what costs it most), and little that look-ups
 * wait for.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
final class FlatTable<K, T> extends AggregationTable<K, T> {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int LEAST_ROWS = 16;

    /** How long an array may be. */
    static final int MOST_BYTES = 1 << 30;

    /** In place of a key whose value has become another one's, and is among the others. */
    private static final Object MOVED = new Object();

    private final Work<K, T> work;
    private final RowSize rowSize;
    private final KeyNumbers numbers;
    private final RowFormat<T> format;
    private final int rowBytes;
    private final RecordInput in;
    private final RecordOutput out = new RecordOutput(0);

    /** More than so many rows it does not take. */
    private int mostRows;

    private byte[] rows;
    private int size;
    private int moved;

    /** By row, its key; null if keys are numbers. */
    private Object[] keys;

    /** Copies keys; null if nobody can change them. */
    private final TypeSerializer<K> keySerializer;

    private final boolean checkKeys;

    /** By hash, which row it is, from 1; with open addressing, and never more than half full. */
    private int[] index;

    /** The keys of the expected records, or their hashes. */
    private final long[] expected = new long[EXPECTED];

    /** The keys of the expected records; null if keys are numbers. */
    private Object[] expectedKeys;

    /** Which rows are probably theirs. */
    private final int[] expectedRows = new int[EXPECTED];

    /** Depends on all that was fetched, so that no compiler leaves the fetching out. */
    long fetched;

    /** Takes the records that have no number as their key, and those of new keys once no row is taken; null as long as there are none. */
    private ObjectTable<K, T> others;

    /**
     * Creates one without keys.
     *
     * @param work what it does; with rows
     * @param rowSize learns how much a key takes
     * @param expectedKeys how many keys it has room for to begin with
     * @param mostBytes after so many bytes keys are kept with objects as values
     */
    FlatTable(Work<K, T> work, RowSize rowSize, long expectedKeys, int mostBytes) {
        super(work);
        this.work = work;
        this.rowSize = rowSize;
        this.numbers = KeyNumbers.of(work.keying().keyType());
        this.format = work.rows().orElseThrow();
        this.rowBytes = rowBytes(format);
        this.mostRows = mostBytes / rowBytes;
        this.in = new RecordInput(work.format().classLoader());
        this.checkKeys = KeyChecks.needRunTimeCheck(work.keying().keyType());
        TypeSerializer<K> serializer = work.keying().keyType().createSerializer();
        this.keySerializer = serializer.isImmutable() ? null : serializer;
        int capacity = (int) Math.min(mostRows, Math.max(LEAST_ROWS, expectedKeys));
        this.keys = numbers == KeyNumbers.NONE ? new Object[capacity] : null;
        this.rows = new byte[capacity * rowBytes];
        this.index = new int[Integer.highestOneBit(capacity) * 4];
        in.setBuffer(rows);
        out.setBuffer(rows);
    }

    private static int rowBytes(RowFormat<?> format) {
        return Long.BYTES + format.length();
    }

    /** Returns how much of the heap a number takes with its value: at most, which is when the arrays have just been doubled. */
    static int bytesOfRow(RowFormat<?> format) {
        return 3 * rowBytes(format) + 6 * Integer.BYTES;
    }

    private boolean isNumbered() {
        return keys == null;
    }

    /** Returns whether there may be a row of a key: fields that make a key may be null, and then another object than a number stands for it. */
    private boolean hasBits(Object key) {
        return !isNumbered() || key instanceof Number;
    }

    private long bitsOf(K key) {
        return isNumbered() ? numbers.toBits(key) : key.hashCode();
    }

    @Override
    void add(K key, T value) throws Exception {
        if (hasBits(key)) {
            add(key, bitsOf(key), value);
        } else {
            addToOthers(key, value);
        }
    }

    private void add(K key, long bits, T value) throws Exception {
        int position = hash(bits) & index.length - 1;
        int row;
        while ((row = index[position]) != 0) {
            int at = (row - 1) * rowBytes;
            if ((long) LONG.get(rows, at) == bits && (isNumbered() || key.equals(keys[row - 1]))) {
                in.setPosition(at + Long.BYTES);
                T result = reducer.reduce(format.read(in, key), value);
                if (!write(at, key, result)) {
                    moveToOthers(row - 1, key, result);
                }
                return;
            }
            position = position + 1 & index.length - 1;
        }
        if (size >= mostRows || !addRow(position, key, bits, value)) {
            addToOthers(key == null ? selector.getKey(value) : key, value);
        }
    }

    private boolean addRow(int position, K key, long bits, T value) {
        if (checkKeys) {
            KeyChecks.requireStableHash(key);
        }
        int at = size * rowBytes;
        if (at == rows.length) {
            enlargeRows();
        }
        if (!write(at, key, value)) {
            return false;
        }
        if (!isNumbered()) {
            keys[size] = keySerializer == null ? key : keySerializer.copy(key);
            rowSize.see(value, work.format().serializer());
        }
        LONG.set(rows, at, bits);
        index[position] = ++size;
        if (size > index.length >> 1) {
            enlargeIndex();
        }
        return true;
    }

    private void enlargeRows() {
        int capacity = (int) Math.min(2L * size, mostRows);
        rows = Arrays.copyOf(rows, capacity * rowBytes);
        in.setBuffer(rows);
        out.setBuffer(rows);
        if (!isNumbered()) {
            keys = Arrays.copyOf(keys, capacity);
        }
    }

    private boolean write(int at, K key, T value) {
        out.setPosition(at + Long.BYTES);
        return format.write(value, key, out);
    }

    /** The function has changed the key of the value, which has no place in the row. That is so rare that no row is taken from now on. */
    private void moveToOthers(int row, K key, T value) throws Exception {
        keys[row] = MOVED;
        moved++;
        mostRows = size;
        addToOthers(key, value);
    }

    private void addToOthers(K key, T value) throws Exception {
        if (others == null) {
            others = new ObjectTable<>(work, RowSize.measured(0), 1);
        }
        others.add(key, value);
    }

    private void enlargeIndex() {
        int[] larger = new int[index.length << 1];
        int mask = larger.length - 1;
        for (int row = 0; row < size; row++) {
            int position = hash((long) LONG.get(rows, row * rowBytes)) & mask;
            while (larger[position] != 0) {
                position = position + 1 & mask;
            }
            larger[position] = row + 1;
        }
        index = larger;
    }

    private static int hash(long bits) {
        long mixed = bits * 0x9E3779B97F4A7C15L;
        return (int) (mixed ^ mixed >>> Integer.SIZE);
    }

    @Override
    void fetch(K key) {
        if (hasBits(key)) {
            fetched += index[hash(bitsOf(key)) & index.length - 1];
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the records are those that it takes
    int expect(Object[] values, int count) {
        if (!isNumbered()) {
            // A new array: references written to an old one are what the collector looks for.
            expectedKeys = new Object[EXPECTED];
        }
        int found = 0;
        try {
            while (found < count) {
                K key = selector.getKey((T) values[found]);
                if (!hasBits(key)) {
                    break;
                }
                if (!isNumbered()) {
                    expectedKeys[found] = key;
                }
                expected[found++] = bitsOf(key);
            }
        } catch (Exception e) {
            // thrown again when the record itself is added
        }
        fetchExpected(found);
        return found;
    }

    /** Fetches all positions and then all rows, so that a core waits for many of them at the same time. */
    private void fetchExpected(int count) {
        int mask = index.length - 1;
        for (int i = 0; i < count; i++) {
            expectedRows[i] = index[hash(expected[i]) & mask];
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += rows[Math.max(0, expectedRows[i] - 1) * rowBytes];
        }
        if (!isNumbered()) {
            sum += fetchKeys(count);
        }
        fetched += sum;
    }

    private long fetchKeys(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if (keys[Math.max(0, expectedRows[i] - 1)] instanceof String text) {
                sum += text.length();
            }
        }
        return sum;
    }

    @Override
    @SuppressWarnings("unchecked") // the keys are those that were found
    void addExpected(int place, T value) throws Exception {
        add(isNumbered() ? null : (K) expectedKeys[place], expected[place], value);
    }

    @Override
    int size() {
        return size - moved + (others == null ? 0 : others.size());
    }

    @Override
    void forEach(Receiver<T> receiver) throws Exception {
        for (int row = 0; row < size; row++) {
            Object key = isNumbered() ? null : keys[row];
            if (key != MOVED) {
                in.setPosition(row * rowBytes + Long.BYTES);
                receiver.take(format.read(in, key));
            }
        }
        if (others != null) {
            others.forEach(receiver);
        }
    }
}
