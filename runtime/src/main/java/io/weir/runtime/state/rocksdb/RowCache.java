package io.weir.runtime.state.rocksdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Remembers small rows that were read or written last, and that there is none, so that reading them again calls no native
 * code. All that changes a row of the database changes it here, too.
 *
 * <p>A row stands in the bucket that its hash says, behind those that came before; where there is no room, the first ones go.
 * A bucket begins with how many of its bytes are used. A row there has the number of its database, the lengths of key and
 * value, and both.
 *
 * <p>Threads: those of the tasks that share a slot, each with a database of its own. Life: that of the slot's memory.
 */
final class RowCache {
    /** The value of a row that is known not to exist. */
    static final int ABSENT = -1;

    /** Nothing is known about a row. */
    static final int UNKNOWN = -2;

    /** How long the value of a remembered row can be. */
    static final int LARGEST_VALUE = 192;

    private static final int BUCKET_BITS = 8;
    private static final int BUCKET = 1 << BUCKET_BITS;
    private static final int BUCKET_HEAD = Integer.BYTES;
    private static final int ROW_HEAD = 2 * Integer.BYTES;
    private static final int LARGEST_ROW = BUCKET - BUCKET_HEAD;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** Spreads bits; the constant of Knuth's multiplicative hashing for 64 bits. */
    private static final long MIXING = 0x9E3779B97F4A7C15L;

    /** So many threads can be at it at once, if they are at different buckets. */
    private static final int LOCKS = 16;

    /** Each bucket is guarded by one of the locks. */
    private final ByteBuffer memory;

    private final Object[] locks = new Object[LOCKS];
    private final int buckets;
    private final AtomicInteger databases = new AtomicInteger(); // counted by whoever opens one

    /**
     * Takes its memory.
     *
     * @param bytes how much; rounded down to a power of two, a bucket at least
     */
    RowCache(int bytes) {
        this.buckets = Integer.highestOneBit(Math.max(1, bytes >> BUCKET_BITS));
        this.memory = ByteBuffer.allocateDirect(buckets << BUCKET_BITS).order(ByteOrder.nativeOrder());
        Arrays.setAll(locks, i -> new Object());
    }

    /** Returns the rows of a database that was opened now, of which nothing is known. */
    OfDatabase open() {
        return new OfDatabase();
    }

    /** The rows of one database. The task's thread owns it. */
    final class OfDatabase {
        private int number = databases.incrementAndGet();

        /**
         * Reads a row.
         *
         * @param row its key
         * @param length how many bytes of it
         * @param value takes the value; has room for {@link #LARGEST_VALUE} bytes
         * @return how many bytes the value has, {@link #ABSENT} or {@link #UNKNOWN}
         */
        int get(byte[] row, int length, byte[] value) {
            int bucket = bucket(number, row, length);
            synchronized (lock(bucket)) {
                int found = find(bucket, number, row, length);
                int size = found < 0 ? UNKNOWN : sizeAt(found);
                if (size > 0) {
                    memory.get(found + ROW_HEAD + length, value, 0, size);
                }
                return size;
            }
        }

        /** Remembers a row. */
        void put(byte[] row, int length, byte[] value, int size) {
            int bucket = bucket(number, row, length);
            synchronized (lock(bucket)) {
                set(bucket, number, row, length, value, size);
            }
        }

        /** Remembers that there is no such row. */
        void putAbsent(byte[] row, int length) {
            put(row, length, row, ABSENT);
        }

        /** Forgets a row. */
        void remove(byte[] row, int length) {
            int bucket = bucket(number, row, length);
            synchronized (lock(bucket)) {
                int found = find(bucket, number, row, length);
                if (found >= 0) {
                    cut(bucket, found, lengthAt(found));
                }
            }
        }

        /** Forgets all rows: what is there of the number is not asked for any more, and goes when there is no room. */
        void clear() {
            number = databases.incrementAndGet();
        }
    }

    private Object lock(int bucket) {
        return locks[bucket >>> BUCKET_BITS & LOCKS - 1];
    }

    private void set(int bucket, int database, byte[] row, int length, byte[] value, int size) {
        int found = find(bucket, database, row, length);
        int bytes = Math.max(0, size);
        boolean fits = size <= LARGEST_VALUE && ROW_HEAD + length + bytes <= LARGEST_ROW;
        if (found >= 0 && fits && sizeAt(found) == size) {
            memory.put(found + ROW_HEAD + length, value, 0, bytes);
            return;
        }
        if (found >= 0) {
            cut(bucket, found, lengthAt(found));
        }
        if (fits) {
            append(bucket, database, row, length, value, size);
        }
    }

    private int bucket(int database, byte[] row, int length) {
        long hash = mixed((long) database << Integer.SIZE | length);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = mixed(hash ^ (long) LONGS.get(row, i));
        }
        long rest = 0;
        for (; i < length; i++) {
            rest = rest << Byte.SIZE | row[i] & 0xFF;
        }
        return (int) (mixed(hash ^ rest) >>> 32 & buckets - 1) << BUCKET_BITS;
    }

    private static long mixed(long bits) {
        long product = bits * MIXING;
        return product ^ product >>> 32;
    }

    /** Returns where a row stands, or -1. */
    private int find(int bucket, int database, byte[] row, int length) {
        int end = bucket + BUCKET_HEAD + memory.getInt(bucket);
        for (int at = bucket + BUCKET_HEAD; at < end; at += lengthAt(at)) {
            if (memory.getInt(at) == database
                    && memory.getShort(at + Integer.BYTES) == length
                    && isAt(at, row, length)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isAt(int at, byte[] row, int length) {
        int begin = at + ROW_HEAD;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (memory.getLong(begin + i) != (long) LONGS.get(row, i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (memory.get(begin + i) != row[i]) {
                return false;
            }
        }
        return true;
    }

    private int sizeAt(int at) {
        return memory.getShort(at + Integer.BYTES + Short.BYTES);
    }

    private int lengthAt(int at) {
        return ROW_HEAD + memory.getShort(at + Integer.BYTES) + Math.max(0, sizeAt(at));
    }

    /** Moves what stands behind some bytes of a bucket to their place. */
    private void cut(int bucket, int at, int length) {
        int end = bucket + BUCKET_HEAD + memory.getInt(bucket);
        memory.put(at, memory, at + length, end - at - length);
        memory.putInt(bucket, memory.getInt(bucket) - length);
    }

    private void append(int bucket, int database, byte[] row, int length, byte[] value, int size) {
        int needed = ROW_HEAD + length + Math.max(0, size);
        int first = bucket + BUCKET_HEAD;
        int leaving = 0;
        while (memory.getInt(bucket) - leaving + needed > LARGEST_ROW) {
            leaving += lengthAt(first + leaving);
        }
        if (leaving > 0) {
            cut(bucket, first, leaving);
        }
        int at = first + memory.getInt(bucket);
        memory.putInt(at, database);
        memory.putShort(at + Integer.BYTES, (short) length);
        memory.putShort(at + Integer.BYTES + Short.BYTES, (short) size);
        memory.put(at + ROW_HEAD, row, 0, length);
        memory.put(at + ROW_HEAD + length, value, 0, Math.max(0, size));
        memory.putInt(bucket, memory.getInt(bucket) + needed);
    }
}
