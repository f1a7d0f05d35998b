package io.weir.runtime.timers;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Times in order, each with a number. Made for times that are asked for in rising order, as watermarks and clocks are:
 * entries lie unsorted in buckets by the highest bit in which they differ from the time asked for last, and move to
 * lower buckets as that comes nearer. Adding costs a few instructions whatever the size, and taking out reads memory in
 * sequence. Nothing can be removed from the middle: who asks knows what no longer holds. The task's thread owns it.
 */
final class TimerQueue {
    /** Bucket i has what differs from {@link #last} in bit i - 1 first; bucket 0 what equals it. */
    private static final int BUCKETS = Long.SIZE + 1;

    private final Chunk[] buckets = new Chunk[BUCKETS];
    private final long[] least = new long[BUCKETS];

    /** Bit i - 1 is set if bucket i has entries. */
    private long filled;

    /** The time that was asked for last, with its sign bit turned, so that times are compared without sign. */
    private long last;

    /** What was added although its time was before the last. */
    private final PriorityQueue<Overdue> overdue = new PriorityQueue<>();

    private Chunk spare;
    private int spares;
    private int chunks;
    private long size;

    private long foundTime;
    private int foundNumber;

    private record Overdue(long time, int number) implements Comparable<Overdue> {
        @Override
        public int compareTo(Overdue other) {
            return Long.compare(time, other.time);
        }
    }

    /** Some entries of a bucket, and the next of its chunks. */
    private static final class Chunk {
        static final int SIZE = 256;

        final long[] times = new long[SIZE];
        final int[] numbers = new int[SIZE];
        int count;
        Chunk next;
    }

    /** Adds an entry; the same may be there several times. */
    void add(long time, int number) {
        size++;
        long unsigned = time ^ Long.MIN_VALUE;
        if (Long.compareUnsigned(unsigned, last) < 0) {
            overdue.add(new Overdue(time, number));
        } else {
            put(unsigned, number);
        }
    }

    private void put(long unsigned, int number) {
        int bucket = Long.SIZE - Long.numberOfLeadingZeros(unsigned ^ last);
        Chunk chunk = buckets[bucket];
        if (chunk == null) {
            least[bucket] = unsigned;
            if (bucket > 0) {
                filled |= 1L << bucket - 1;
            }
        } else if (Long.compareUnsigned(unsigned, least[bucket]) < 0) {
            least[bucket] = unsigned;
        }
        if (chunk == null || chunk.count == Chunk.SIZE) {
            chunk = newChunk(chunk);
            buckets[bucket] = chunk;
        }
        int position = chunk.count++;
        chunk.times[position] = unsigned;
        chunk.numbers[position] = number;
    }

    private Chunk newChunk(Chunk next) {
        Chunk chunk = spare;
        if (chunk == null) {
            chunk = new Chunk();
        } else {
            spare = chunk.next;
            spares--;
        }
        chunk.count = 0;
        chunk.next = next;
        chunks++;
        return chunk;
    }

    private void free(Chunk chunk) {
        chunks--;
        if (spares <= chunks) {
            chunk.next = spare;
            spare = chunk;
            spares++;
        }
    }

    /** Returns how many entries there are. */
    long size() {
        return size;
    }

    /** Returns the earliest time; meaningless if there is none. */
    long firstTime() {
        if (!overdue.isEmpty()) {
            return overdue.peek().time();
        }
        if (buckets[0] != null) {
            return last ^ Long.MIN_VALUE;
        }
        return least[Long.numberOfTrailingZeros(filled) + 1] ^ Long.MIN_VALUE;
    }

    /**
     * Takes out an entry with the earliest time.
     *
     * @param until the latest time of interest
     * @return whether there is one up to that time; it is then told by {@link #time} and {@link #number}
     */
    boolean poll(long until) {
        if (size == 0 || firstTime() > until) {
            return false;
        }
        size--;
        Overdue first = overdue.poll();
        if (first != null) {
            foundTime = first.time();
            foundNumber = first.number();
            return true;
        }
        if (buckets[0] == null) {
            spread(Long.numberOfTrailingZeros(filled) + 1);
        }
        Chunk chunk = buckets[0];
        foundTime = last ^ Long.MIN_VALUE;
        foundNumber = chunk.numbers[--chunk.count];
        if (chunk.count == 0) {
            buckets[0] = chunk.next;
            free(chunk);
        }
        return true;
    }

    /** Moves the entries of the lowest bucket to lower ones, at least one of them to the lowest of all. */
    private void spread(int bucket) {
        Chunk chunk = buckets[bucket];
        buckets[bucket] = null;
        filled &= ~(1L << bucket - 1);
        last = least[bucket];
        while (chunk != null) {
            for (int i = 0; i < chunk.count; i++) {
                put(chunk.times[i], chunk.numbers[i]);
            }
            Chunk next = chunk.next;
            free(chunk);
            chunk = next;
        }
    }

    /** Returns the time of what was taken out last. */
    long time() {
        return foundTime;
    }

    /** Returns the number of what was taken out last. */
    int number() {
        return foundNumber;
    }

    /** Removes all entries. */
    void clear() {
        Arrays.fill(buckets, null);
        filled = 0;
        overdue.clear();
        spare = null;
        spares = 0;
        chunks = 0;
        size = 0;
    }
}
