package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import java.util.Arrays;

/**
 * A part of a {@link HashTable}: records whose hashes have the same beginning. They are in memory, where they are found by
 * their hashes, or on disk, where they wait for more memory.
 *
 * <p>In memory each record stands behind 16 bytes: the address of the next record in the same bucket, plus one, of which the highest bit says
 * that the record has found a match; and its hash and length. Records begin at multiples of 8. A bucket holds part of the hash, so that records
 * with other hashes need not be looked at, and the address of its first record, plus one; what finds its bucket taken goes to the next one.
 *
 * <p>One thread owns it.
 *
 * @param <T> the type of the records
 */
final class HashPartition<T> {
    private static final int HEAD = 2 * Long.BYTES;
    private static final int BUCKET_BITS = 3;
    private static final int ADDRESS_BITS = 40;
    private static final long ADDRESS = (1L << ADDRESS_BITS) - 1;

    /** Tags are the upper bits of hashes; the lower ones tell the bucket. */
    private static final int TAG_SHIFT = Integer.SIZE - (Long.SIZE - ADDRESS_BITS);

    private static final int MOST_BUCKETS = 1 << 28;

    private final RecordFormat<T> format;
    private final RecordInput in;
    private final Pages data;
    private final Pages buckets;

    /** The bytes of a record, behind its head. */
    private byte[] record = new byte[256];

    private long end;
    private long count;

    /** Masks the position of a hash's bucket; -1 before there are buckets. */
    private int mask = -1;

    private SpillFile.Writer writer;
    private SpillFile file;

    HashPartition(RecordFormat<T> format, MemoryBudget budget) {
        this.format = format;
        this.in = new RecordInput(format.classLoader());
        this.data = new Pages(budget);
        this.buckets = new Pages(budget);
    }

    /** Returns whether its records are on disk. */
    boolean isSpilled() {
        return writer != null || file != null;
    }

    /** Returns how many bytes it takes in memory. */
    long bytes() {
        return end;
    }

    /** Returns how many records there are. */
    long count() {
        return count;
    }

    /**
     * Adds a record in memory.
     *
     * @param hash the hash of its key
     * @param serialized its bytes
     * @return whether there was memory for it
     */
    boolean add(int hash, RecordOutput serialized) {
        int length = serialized.position();
        if (!data.reach(end + HEAD + length)) {
            return false;
        }
        data.putLong(end, 0);
        data.putLong(end + Long.BYTES, (long) hash << Integer.SIZE | length);
        data.put(end + HEAD, serialized.getBuffer(), length);
        end = next(end, length);
        count++;
        return true;
    }

    /** Adds a record on disk. */
    void addToFile(RecordOutput serialized) {
        writer.next().writeBytes(serialized.getBuffer(), 0, serialized.position());
        writer.written();
        count++;
    }

    private static long next(long address, int length) {
        return address + HEAD + length + Long.BYTES - 1 & -Long.BYTES;
    }

    /** Writes its records to disk and gives its memory back. */
    void spill() {
        writer = format.newFile();
        for (long address = 0; address < end; ) {
            int length = load(address);
            writer.next().writeBytes(record, 0, length);
            writer.written();
            address = next(address, length);
        }
        giveBack();
    }

    /** Gives its memory back; what was there is gone. */
    void giveBack() {
        data.giveBack();
        buckets.giveBack();
        end = 0;
        mask = -1;
    }

    /** Forgets its records, wherever they are. */
    void discard() {
        giveBack();
        if (writer != null) {
            writer.close();
        }
        if (file != null) {
            file.delete();
        }
    }

    /** Ends what was begun on disk; returns the file. */
    SpillFile complete() {
        if (writer != null) {
            file = writer.finish();
            writer = null;
        }
        return file;
    }

    /**
     * Makes it possible to find records that are in memory; none is added any more.
     *
     * @return whether there was memory for it
     */
    boolean index() {
        if (mask >= 0) {
            return true;
        }
        long least = count + count / 2 + 1; // some buckets stay free: a search ends there
        int wanted = Integer.highestOneBit((int) Math.min(least, MOST_BUCKETS) * 2 - 1);
        if (least > MOST_BUCKETS || !buckets.reach((long) wanted << BUCKET_BITS)) {
            buckets.giveBack();
            return false;
        }
        mask = wanted - 1;
        for (int i = 0; i < wanted; i++) {
            buckets.putLong((long) i << BUCKET_BITS, 0);
        }
        for (long address = 0; address < end; ) {
            long hashAndLength = data.getLong(address + Long.BYTES);
            int hash = (int) (hashAndLength >>> Integer.SIZE);
            long bucket = bucketOf(hash);
            data.putLong(address, buckets.getLong(bucket) & ADDRESS);
            buckets.putLong(bucket, tag(hash) | address + 1);
            address = next(address, (int) hashAndLength);
        }
        return true;
    }

    private static long tag(int hash) {
        return (long) hash >> TAG_SHIFT << ADDRESS_BITS;
    }

    /** Returns the address of the bucket of a hash: the one with its tag, or else the first that is free. */
    private long bucketOf(int hash) {
        long tag = tag(hash);
        int position = hash & mask;
        while (true) {
            long address = (long) position << BUCKET_BITS;
            long bucket = buckets.getLong(address);
            if (bucket == 0 || (bucket & ~ADDRESS) == tag) {
                return address;
            }
            position = position + 1 & mask;
        }
    }

    /** Returns the address of the first record with a hash, or -1. */
    long first(int hash) {
        return matching(buckets.getLong(bucketOf(hash)) & ADDRESS, hash);
    }

    /** Returns what is in the first bucket that a hash may have. */
    long fetchBucket(int hash) {
        return buckets.getLong((long) (hash & mask) << BUCKET_BITS);
    }

    /** Returns something of the first record of a bucket. */
    long fetchRecord(long bucket) {
        long link = bucket & ADDRESS;
        return link == 0 ? 0 : data.getLong(link - 1);
    }

    /** Returns the address of the next record with the same hash, or -1. */
    long after(long address, int hash) {
        return matching(data.getLong(address) & Long.MAX_VALUE, hash);
    }

    private long matching(long from, int hash) {
        long link = from;
        while (link != 0) {
            if ((int) (data.getLong(link - 1 + Long.BYTES) >>> Integer.SIZE) == hash) {
                return link - 1;
            }
            link = data.getLong(link - 1) & Long.MAX_VALUE;
        }
        return -1;
    }

    /** Returns the record at an address. */
    T get(long address) {
        int length = load(address);
        in.beginStream();
        in.setBuffer(record, 0, length);
        return format.serializer().deserialize(in);
    }

    /** Notes that a record has found a match. */
    void mark(long address) {
        data.putLong(address, data.getLong(address) | Long.MIN_VALUE);
    }

    /** Returns the address of the first record at or behind an address that has not found a match, or -1. */
    long unmarked(long from) {
        long address = from;
        while (address < end) {
            if (data.getLong(address) >= 0) {
                return address;
            }
            address = behind(address);
        }
        return -1;
    }

    /** Returns the address behind a record. */
    long behind(long address) {
        return next(address, (int) data.getLong(address + Long.BYTES));
    }

    private int load(long address) {
        int length = (int) data.getLong(address + Long.BYTES);
        if (record.length < length) {
            record = Arrays.copyOf(record, Math.max(length, record.length * 2));
        }
        data.get(address + HEAD, record, length);
        return length;
    }
}
