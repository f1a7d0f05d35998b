package io.weir.runtime.batch;

import io.weir.runtime.state.KeyNumbers;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An {@link AggregationTable} of keys that are numbers and values that all have the same length when written: rows of a key and its
 * value, one after the other in an array of bytes, and a hash table of their numbers. So there is nothing for the collector to
 * do (new values in old objects are what costs it most), and little that look-ups wait for.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
final class FlatTable<K, T> extends AggregationTable<K, T> {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int LEAST_ROWS = 16;

    /** How long an array may be. */
    static final int MOST_BYTES = 1 << 30;

    private final Work<K, T> work;
    private final KeyNumbers numbers;
    private final TypeSerializer<T> serializer;
    private final int rowBytes;
    private final int mostRows;
    private final RecordInput in;
    private final RecordOutput out = new RecordOutput(0);
    private byte[] rows;
    private int size;

    /** By hash, which row it is, from 1; with open addressing, and never more than half full. */
    private int[] index;

    /** The keys of the expected records. */
    private final long[] expected = new long[EXPECTED];

    /** Which rows are probably theirs. */
    private final int[] expectedRows = new int[EXPECTED];

    /** Depends on all that was fetched, so that no compiler leaves the fetching out. */
    long fetched;

    /** Takes the records that have no key, and those of new keys once the array is full; null as long as there are none. */
    private ObjectTable<K, T> others;

    /**
     * Creates one without keys.
     *
     * @param work what it does
     * @param expectedKeys how many keys it has room for to begin with
     * @param mostBytes after so many bytes keys are kept as objects
     */
    FlatTable(Work<K, T> work, long expectedKeys, int mostBytes) {
        super(work);
        this.work = work;
        this.numbers = KeyNumbers.of(work.keying().keyType());
        this.serializer = work.format().serializer();
        this.rowBytes = rowBytes(serializer);
        this.mostRows = mostBytes / rowBytes;
        this.in = new RecordInput(work.format().classLoader());
        int capacity = (int) Math.min(mostRows, Math.max(LEAST_ROWS, expectedKeys));
        this.rows = new byte[capacity * rowBytes];
        this.index = new int[Integer.highestOneBit(capacity) * 4];
        in.setBuffer(rows);
        out.setBuffer(rows);
    }

    private static int rowBytes(TypeSerializer<?> serializer) {
        return Long.BYTES + serializer.fixedLength();
    }

    /** Returns how much of the heap a key takes with its value: at most, which is when the arrays have just been doubled. */
    static int bytesOfRow(TypeSerializer<?> serializer) {
        return 3 * rowBytes(serializer) + 6 * Integer.BYTES;
    }

    @Override
    void add(K key, T value) throws Exception {
        if (!(key instanceof Number)) {
            addToOthers(key, value);
            return;
        }
        add(key, numbers.toBits(key), value);
    }

    private void add(K key, long bits, T value) throws Exception {
        int position = hash(bits) & index.length - 1;
        int row;
        while ((row = index[position]) != 0) {
            int at = (row - 1) * rowBytes;
            if ((long) LONG.get(rows, at) == bits) {
                in.setPosition(at + Long.BYTES);
                write(at, reducer.reduce(serializer.deserialize(in), value));
                return;
            }
            position = position + 1 & index.length - 1;
        }
        if (size < mostRows) {
            addRow(position, bits, value);
        } else {
            addToOthers(key == null ? selector.getKey(value) : key, value);
        }
    }

    private void addRow(int position, long bits, T value) {
        int at = size * rowBytes;
        if (at == rows.length) {
            rows = Arrays.copyOf(rows, (int) Math.min(2L * size, mostRows) * rowBytes);
            in.setBuffer(rows);
            out.setBuffer(rows);
        }
        write(at, value);
        LONG.set(rows, at, bits);
        index[position] = ++size;
        if (size > index.length >> 1) {
            enlargeIndex();
        }
    }

    private void write(int at, T value) {
        int begin = at + Long.BYTES;
        out.setPosition(begin);
        serializer.serialize(value, out);
        if (out.position() != at + rowBytes) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "The serializer of " + value.getClass().getName() + " has written " + (out.position() - begin)
                            + " bytes, but says that it always writes " + serializer.fixedLength() + ".");
        }
    }

    /** Fields that make a key may be null; then another object than a number stands for it. */
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
        if (key instanceof Number) {
            fetched += index[hash(numbers.toBits(key)) & index.length - 1];
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the records are those that it takes
    int expect(Object[] values, int count) {
        int found = 0;
        try {
            while (found < count && selector.getKey((T) values[found]) instanceof Number key) {
                expected[found++] = numbers.toBits(key);
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
        fetched += sum;
    }

    @Override
    void addExpected(int place, T value) throws Exception {
        add(null, expected[place], value);
    }

    @Override
    int size() {
        return size + (others == null ? 0 : others.size());
    }

    @Override
    void forEach(Receiver<T> receiver) throws Exception {
        for (int row = 0; row < size; row++) {
            in.setPosition(row * rowBytes + Long.BYTES);
            receiver.take(serializer.deserialize(in));
        }
        if (others != null) {
            others.forEach(receiver);
        }
    }
}
