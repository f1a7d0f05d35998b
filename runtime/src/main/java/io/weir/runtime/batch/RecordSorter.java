package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemorySegment;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.order.RecordOrder;
import java.util.Arrays;
import java.util.NoSuchElementException;

/**
 * Sorts serialized records in managed memory. What is moved about is an index, of a prefix and an address for each
 * record; a record itself is looked at only where prefixes do not decide. The records stand one after the other in the
 * order in which they came.
 *
 * <p>One thread owns it. Life: records are added, sorted, and read in order; then it is cleared for others.
 *
 * @param <T> the type of the records
 */
final class RecordSorter<T> {
    /** Two numbers for each record: prefix and address. */
    private static final int ENTRY = 2;

    private static final int FEW = 16;

    private final RecordOrder<T> order;
    private final TypeSerializer<T> serializer;
    private final Pages data;
    private final RecordOutput out = new RecordOutput(256);
    private final RecordInput in;
    private byte[] record = new byte[256];

    /** An array on the heap, because all comparisons go through it, and a page is several times slower. It is at most as large as what is sorted at once. */
    private long[] index = new long[FEW];

    /** After how many bytes it is full; it takes one record in any case. */
    private final long enough;

    private int count;
    private long end;

    /** The entry that others are compared with; its record is read at the first that its prefix does not tell it from. */
    private long pivotPrefix;

    private long pivotAddress;
    private T pivot;

    /**
     * Creates one without records.
     *
     * @param budget where it takes its memory
     * @param pages after how many pages, records and index together, it is full
     * @param serializer writes and reads the records
     * @param order the order
     * @param classLoader knows the classes of records whose type is not known
     */
    RecordSorter(
            MemoryBudget budget,
            int pages,
            TypeSerializer<T> serializer,
            RecordOrder<T> order,
            ClassLoader classLoader) {
        this.order = order;
        this.serializer = serializer;
        this.data = new Pages(budget);
        this.enough = (long) pages << MemorySegment.SIZE_BITS;
        this.in = new RecordInput(classLoader);
    }

    /** Adds a record; returns false, and leaves it out, if it is full or there is no memory for the record. */
    boolean add(T value) {
        out.reset();
        // Records are read in another order than they are written in: each names its classes itself.
        out.beginStream();
        out.writeInt(0);
        serializer.serialize(value, out);
        int length = out.position();
        int entry = entry(count);
        if (count > 0 && end + length + (long) entry * Long.BYTES > enough) {
            return false;
        }
        if (!data.reach(end + length)) {
            return false;
        }
        if (entry == index.length) {
            index = Arrays.copyOf(index, 2 * entry);
        }
        byte[] bytes = out.getBuffer();
        Lengths.put(bytes, length - Integer.BYTES);
        data.put(end, bytes, length);
        put(entry, ordered(order.prefix(value)), end);
        end += length;
        count++;
        return true;
    }

    /** Returns how many records there are. */
    int count() {
        return count;
    }

    /** Returns how many bytes the records have. */
    long bytes() {
        return end;
    }

    /** Forgets the records and keeps the memory. */
    void clear() {
        count = 0;
        end = 0;
        pivot = null;
    }

    /** Brings the records into their order. */
    void sort() {
        sort(0, count - 1);
        pivot = null;
    }

    /**
     * Returns a record.
     *
     * @param position where it stands in the order
     */
    T get(int position) {
        return read(index[entry(position) + 1]);
    }

    /**
     * Appends the bytes of a record to an output.
     *
     * @param position where it stands in the order
     * @param target takes the bytes, as the serializer wrote them at the beginning of a stream
     */
    void copy(int position, RecordOutput target) {
        int length = load(index[entry(position) + 1]);
        target.writeBytes(record, Integer.BYTES, length);
    }

    /**
     * Appends the bytes of a record to others, behind their number.
     *
     * @param position where it stands in the order
     * @param target takes them
     * @param at where the target ends
     * @return where the target ends now, or -1 if there is no memory
     */
    long copy(int position, Pages target, long at) {
        int length = Integer.BYTES + load(index[entry(position) + 1]);
        if (!target.reach(at + length)) {
            return -1;
        }
        target.put(at, record, length);
        return at + length;
    }

    private static int entry(int position) {
        return position * ENTRY;
    }

    /** Prefixes are kept so that they can be compared as numbers with a sign. */
    private static long ordered(long prefix) {
        return prefix ^ Long.MIN_VALUE;
    }

    private void put(int entry, long prefix, long address) {
        index[entry] = prefix;
        index[entry + 1] = address;
    }

    private T read(long address) {
        int length = load(address);
        in.beginStream();
        in.setBuffer(record, Integer.BYTES, length);
        return serializer.deserialize(in);
    }

    /** Loads the bytes of a record, behind their number; returns how many they are. */
    private int load(long address) {
        data.get(address, record, Integer.BYTES);
        int length = Lengths.get(record);
        if (record.length < Integer.BYTES + length) {
            record = Arrays.copyOf(record, Math.max(Integer.BYTES + length, record.length * 2));
        }
        data.get(address + Integer.BYTES, record, Integer.BYTES, length);
        return length;
    }

    /** Quicksort after Hoare, with the middle one of three or of three times three; both ends count. */
    private void sort(int from, int to) {
        int low = from;
        int high = to;
        while (high - low >= FEW) {
            choosePivot(low, high);
            int left = low - 1;
            int right = high + 1;
            while (true) {
                do {
                    left++;
                } while (compareToPivot(left) < 0);
                do {
                    right--;
                } while (compareToPivot(right) > 0);
                if (left >= right) {
                    break;
                }
                swap(left, right);
            }
            // The smaller part first, so that the stack stays low.
            if (right - low < high - right) {
                sort(low, right);
                low = right + 1;
            } else {
                sort(right + 1, high);
                high = right;
            }
        }
        sortFew(low, high);
    }

    private void sortFew(int low, int high) {
        for (int i = low + 1; i <= high; i++) {
            setPivot(i);
            int target = i;
            while (target > low && compareToPivot(target - 1) > 0) {
                int before = entry(target - 1);
                put(entry(target), index[before], index[before + 1]);
                target--;
            }
            put(entry(target), pivotPrefix, pivotAddress);
        }
    }

    /** Brings the chosen one to the low end, which Hoare's way needs. */
    private void choosePivot(int low, int high) {
        int middle = low + high >>> 1;
        int chosen;
        int eighth = high - low >> 3;
        if (eighth < FEW) {
            chosen = middleOf(low, middle, high);
        } else {
            chosen = middleOf(
                    middleOf(low, low + eighth, low + 2 * eighth),
                    middleOf(middle - eighth, middle, middle + eighth),
                    middleOf(high - 2 * eighth, high - eighth, high));
        }
        swap(low, chosen);
        setPivot(low);
    }

    private int middleOf(int one, int two, int three) {
        setPivot(two);
        boolean oneFirst = compareToPivot(one) <= 0;
        boolean threeLast = compareToPivot(three) >= 0;
        if (oneFirst == threeLast) {
            return two;
        }
        setPivot(three);
        boolean oneBeforeThree = compareToPivot(one) <= 0;
        return oneFirst == oneBeforeThree ? three : one;
    }

    private void setPivot(int position) {
        pivotPrefix = index[entry(position)];
        pivotAddress = index[entry(position) + 1];
        pivot = null;
    }

    private int compareToPivot(int position) {
        int entry = entry(position);
        long prefix = index[entry];
        if (prefix != pivotPrefix) {
            return prefix < pivotPrefix ? -1 : 1;
        }
        return order.isDecidedBy(ordered(prefix)) ? 0 : compareRecordToPivot(index[entry + 1]);
    }

    private int compareRecordToPivot(long address) {
        if (address == pivotAddress) {
            return 0;
        }
        if (pivot == null) {
            pivot = read(pivotAddress);
        }
        return order.compare(read(address), pivot);
    }

    private void swap(int one, int other) {
        int first = entry(one);
        int second = entry(other);
        long prefix = index[first];
        long address = index[first + 1];
        put(first, index[second], index[second + 1]);
        put(second, prefix, address);
    }

    /** Returns the records, which are sorted, in their order. */
    RecordSource<T> records() {
        return new Records();
    }

    private final class Records implements RecordSource<T> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return get(next++);
        }
    }
}
