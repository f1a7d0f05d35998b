package io.weir.runtime.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A page of managed memory, outside the heap. Whoever took it from a {@link MemoryBudget} owns it until that is given
 * back; one thread at a time.
 */
public final class MemorySegment {
    /** How many bytes a page has, as a power of two. */
    public static final int SIZE_BITS = 15;

    /** How many bytes a page has. */
    public static final int SIZE = 1 << SIZE_BITS;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer bytes;

    MemorySegment(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a number.
     *
     * @param index where it begins, in bytes
     * @return the number
     */
    public long getLong(int index) {
        return (long) LONG.get(bytes, index);
    }

    /**
     * Writes a number.
     *
     * @param index where it begins, in bytes
     * @param value the number
     */
    public void putLong(int index, long value) {
        LONG.set(bytes, index, value);
    }

    /**
     * Reads some bytes.
     *
     * @param index where they begin
     * @param target takes them
     * @param offset where in the target
     * @param length how many
     */
    public void get(int index, byte[] target, int offset, int length) {
        bytes.get(index, target, offset, length);
    }

    /**
     * Writes some bytes.
     *
     * @param index where they begin
     * @param source has them
     * @param offset where in the source
     * @param length how many
     */
    public void put(int index, byte[] source, int offset, int length) {
        bytes.put(index, source, offset, length);
    }
}
