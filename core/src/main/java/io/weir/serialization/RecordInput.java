package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes that a {@link RecordOutput} took, and the class dictionary of the stream that they belong to. Several
 * frames of one stream are read with one input and {@code setBuffer}. One thread owns it.
 */
public final class RecordInput extends Input {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle CHAR = view(char[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private final ClassLoader classLoader;
    private final boolean described;
    private ClassDictionary dictionary;
    private ClassDictionary graphs;

    /**
     * Creates an input without bytes.
     *
     * @param classLoader where classes of unknown types are looked up
     */
    public RecordInput(ClassLoader classLoader) {
        this(classLoader, false);
    }

    private RecordInput(ClassLoader classLoader, boolean described) {
        super(new byte[0]);
        this.classLoader = classLoader;
        this.described = described;
    }

    /**
     * Creates an input for what an output took that was {@linkplain RecordOutput#describing describing} its classes.
     *
     * @param classLoader where classes of unknown types are looked up; may be null for readers without classes
     * @return the input, without bytes
     */
    public static RecordInput described(ClassLoader classLoader) {
        return new RecordInput(classLoader, true);
    }

    /** Returns whether classes are described where they are named. */
    public boolean isDescribed() {
        return described;
    }

    /** Returns the dictionary of the graphs of a described stream. */
    ClassDictionary graphs() {
        if (graphs == null) {
            graphs = new ClassDictionary(true);
        }
        return graphs;
    }

    /** Makes the dictionary of graphs the current one; returns the other. */
    ClassDictionary enterGraph() {
        ClassDictionary outside = dictionary();
        dictionary = graphs();
        return outside;
    }

    /** Goes back to the dictionary that {@link #enterGraph} returned. */
    void leaveGraph(ClassDictionary outside) {
        dictionary = outside;
    }

    /** Returns the dictionary of the stream. */
    public ClassDictionary dictionary() {
        if (dictionary == null) {
            dictionary = new ClassDictionary();
        }
        return dictionary;
    }

    /** Goes on with what was written after {@link RecordOutput#beginStream}. */
    public void beginStream() {
        dictionary = null;
    }

    /** Returns where classes of unknown types are looked up. */
    public ClassLoader classLoader() {
        return classLoader;
    }

    @Override
    public short readShort() {
        return (short) SHORT.get(buffer, take(Short.BYTES));
    }

    @Override
    public char readChar() {
        return (char) CHAR.get(buffer, take(Character.BYTES));
    }

    @Override
    public int readInt() {
        return (int) INT.get(buffer, take(Integer.BYTES));
    }

    @Override
    public long readLong() {
        return (long) LONG.get(buffer, take(Long.BYTES));
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    /** Reads what {@link RecordOutput#writeString} wrote. */
    @Override
    public String readString() {
        long header = readVarLong(true) - 1;
        if (header < 0) {
            return null;
        }
        boolean wide = (header & 1) != 0;
        long length = header >>> 1;
        checkRemaining(wide ? length * Character.BYTES : length);
        return wide ? readWide((int) length) : readLatin1((int) length);
    }

    @Override
    public StringBuilder readStringBuilder() {
        String value = readString();
        return value == null ? null : new StringBuilder(value);
    }

    private String readWide(int length) {
        char[] characters = new char[length];
        for (int i = 0; i < length; i++) {
            characters[i] = readChar();
        }
        return new String(characters);
    }

    @SuppressWarnings(
            "deprecation") // deprecated because of its upper byte; as it is 0, the bytes are copied as they stand
    private String readLatin1(int length) {
        return new String(buffer, 0, take(length), length);
    }

    /**
     * Leaves out bytes.
     *
     * @param count how many
     * @return the position of the first
     */
    int take(int count) {
        int start = position;
        if (limit - start < count) {
            require(count);
        }
        position = start + count;
        return start;
    }

    /**
     * Returns a bit of a mask that was passed before.
     *
     * @param mask the position of the mask
     * @param bit the number of the bit
     * @return whether it is set
     */
    boolean isBitSet(int mask, int bit) {
        return (buffer[mask + (bit >> 3)] & 1 << (bit & 7)) != 0;
    }

    /**
     * Checks that a length that was read can be true, so that damaged data takes no memory.
     *
     * @param count how many bytes must be left
     */
    void checkRemaining(long count) {
        if (count < 0 || count > remaining()) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "A value of " + count + " bytes cannot be in the " + remaining() + " left");
        }
    }

    /** Returns how many bytes are left. */
    int remaining() {
        return limit - position;
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }
}
