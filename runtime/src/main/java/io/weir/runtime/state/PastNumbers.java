package io.weir.runtime.state;

import java.util.Arrays;

/**
 * What entries held that were changed in place while captures of them were open: those that hold at most a number, so that
 * no object is needed to remember them, and the collector finds no new references in old objects. The task's thread adds;
 * whoever writes a capture reads what an entry's stamp names.
 *
 * <p>Life: as long as some capture of the same versions is open.
 */
final class PastNumbers {
    private static final int CHUNK_BITS = 12;
    private static final int MASK = (1 << CHUNK_BITS) - 1;
    private static final int FIRST_CHUNKS = 16;
    private static final long HAS_NUMBER = Long.MIN_VALUE;

    /** Two words each: the number, and the stamp that the entry had before with a bit that says whether there was one. */
    private long[][] chunks = new long[FIRST_CHUNKS][];

    private int size;

    /** Remembers an entry; returns by which number it is found. Visible to others with the entry's next stamp. */
    int add(long number, boolean hasNumber, long stamp) {
        int index = size++;
        int chunk = index >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunk);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[2 << CHUNK_BITS];
        }
        int position = (index & MASK) << 1;
        chunks[chunk][position] = number;
        chunks[chunk][position + 1] = hasNumber ? stamp | HAS_NUMBER : stamp;
        return index;
    }

    /** Returns the number, if there was one. */
    long number(int index) {
        return chunks[index >>> CHUNK_BITS][(index & MASK) << 1];
    }

    /** Returns whether there was a number. */
    boolean hasNumber(int index) {
        return second(index) < 0;
    }

    /** Returns the stamp that the entry had before. */
    long stamp(int index) {
        return second(index) & ~HAS_NUMBER;
    }

    private long second(int index) {
        return chunks[index >>> CHUNK_BITS][((index & MASK) << 1) + 1];
    }
}
