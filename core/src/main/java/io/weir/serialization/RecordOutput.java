package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A growable byte array that records are written to, and the class dictionary of the stream that the bytes belong to.
 * One thread owns it.
 *
 * <p>A stream may be cut into frames by {@code reset()} or {@code setPosition(0)}: the dictionary goes on. Bytes must
 * not be dropped once they were written, because they may hold the name that a dictionary number stands for.
 */
public final class RecordOutput extends Output {
    // Kryo writes numbers byte by byte; one store per number is several times faster. The byte order is Kryo's.
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle CHAR = view(char[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private ClassDictionary dictionary;
    private boolean describing;
    private boolean named;

    /** Takes one graph at a time; made at the first. */
    private RecordOutput graph;

    /**
     * Creates an output with a dictionary of its own.
     *
     * @param initialSize bytes to begin with
     */
    public RecordOutput(int initialSize) {
        super(initialSize, -1);
    }

    /**
     * Creates an output whose classes are described where they are named, for what outlives the job.
     *
     * @param initialSize bytes to begin with
     * @return the output
     */
    public static RecordOutput describing(int initialSize) {
        RecordOutput out = new RecordOutput(initialSize);
        out.describing = true;
        return out;
    }

    /** Returns whether classes are described where they are named. */
    public boolean isDescribing() {
        return describing;
    }

    /** Returns an empty output for one graph, with the dictionary of all graphs of this stream. */
    RecordOutput graph() {
        if (graph == null) {
            graph = describing(64);
            graph.dictionary = new ClassDictionary(true);
        }
        graph.setPosition(0);
        return graph;
    }

    /** Returns the dictionary of the stream, which names each class of unknown type once. */
    public ClassDictionary dictionary() {
        if (dictionary == null) {
            dictionary = new ClassDictionary();
            named = true;
        }
        return dictionary;
    }

    /** Returns whether any of its streams has named a class since this was last asked. */
    public boolean takeNamed() {
        boolean any = named;
        named = false;
        return any;
    }

    /** Learns that bytes come from another output, which may have named classes. */
    public void noteNames(RecordOutput other) {
        named |= other.takeNamed();
    }

    /** Begins another stream where it stands: what follows can be read without what was written before. */
    public void beginStream() {
        dictionary = null;
    }

    @Override
    public void writeShort(int value) {
        int start = claim(Short.BYTES);
        SHORT.set(buffer, start, (short) value);
    }

    @Override
    public void writeChar(char value) {
        int start = claim(Character.BYTES);
        CHAR.set(buffer, start, value);
    }

    @Override
    public void writeInt(int value) {
        int start = claim(Integer.BYTES);
        INT.set(buffer, start, value);
    }

    @Override
    public void writeLong(long value) {
        int start = claim(Long.BYTES);
        LONG.set(buffer, start, value);
    }

    @Override
    public void writeFloat(float value) {
        writeInt(Float.floatToRawIntBits(value));
    }

    @Override
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /**
     * Writes a string: 0 for null, else a variable-length number that holds the length and whether the characters take
     * two bytes each, then the characters. Most strings are Latin-1, whose characters are copied as they stand.
     */
    @Override
    public void writeString(String value) {
        if (value == null) {
            writeByte(0);
            return;
        }
        int length = value.length();
        boolean wide = isWide(value);
        writeVarLong(((long) length << 1 | (wide ? 1 : 0)) + 1, true);
        if (wide) {
            for (int i = 0; i < length; i++) {
                writeChar(value.charAt(i));
            }
        } else {
            int start = claim(length);
            copyLatin1(value, start);
        }
    }

    @Override
    public void writeAscii(String value) {
        writeString(value);
    }

    private static boolean isWide(String value) {
        int bits = 0;
        for (int i = 0; i < value.length(); i++) {
            bits |= value.charAt(i);
        }
        return bits > 0xFF;
    }

    @SuppressWarnings("deprecation") // deprecated because it drops the upper byte of each character, which is 0 here
    private void copyLatin1(String value, int start) {
        value.getBytes(0, value.length(), buffer, start);
    }

    /**
     * Writes zeros, which stand for a field that is null where each value takes the same number of bytes.
     *
     * @param count how many
     */
    void writeZeros(int count) {
        if (count == 1) { // the mask of most records
            writeByte(0);
            return;
        }
        int start = claim(count);
        for (int i = start; i < start + count; i++) {
            buffer[i] = 0;
        }
    }

    /**
     * Sets a bit of a mask that was written before.
     *
     * @param mask the position of the mask
     * @param bit the number of the bit
     */
    void setBit(int mask, int bit) {
        buffer[mask + (bit >> 3)] |= (byte) (1 << (bit & 7));
    }

    /** Makes room. It may replace the buffer, so it must be called before the buffer is read. */
    private int claim(int count) {
        int start = position;
        if (capacity - start < count) {
            require(count);
        }
        position = start + count;
        return start;
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }
}
