package io.weir.runtime.network;

/**
 * A batch of serialized records on its way to another process. The bytes go back to their pool when the frame is
 * released.
 */
public final class BytesFrame implements Frame {
    private final byte[] bytes;
    private final int length;
    private final int records;
    private final boolean timestamped;
    private final BufferPool pool;
    private final int classes;

    /**
     * Creates a frame.
     *
     * @param bytes an array taken from the pool, which the frame takes over
     * @param length how many bytes of it are used, from the first
     * @param records how many records they hold
     * @param timestamped whether a timestamp stands before each record
     * @param pool where the array goes back to
     */
    public BytesFrame(byte[] bytes, int length, int records, boolean timestamped, BufferPool pool) {
        this(bytes, length, records, timestamped, pool, 0);
    }

    /**
     * Creates a frame.
     *
     * @param bytes an array taken from the pool, which the frame takes over
     * @param length how many bytes of it are used, from the first
     * @param records how many records they hold
     * @param timestamped whether a timestamp stands before each record
     * @param pool where the array goes back to
     * @param classes how many classes the channel had named before
     */
    BytesFrame(byte[] bytes, int length, int records, boolean timestamped, BufferPool pool, int classes) {
        this.classes = classes;
        this.bytes = bytes;
        this.length = length;
        this.records = records;
        this.timestamped = timestamped;
        this.pool = pool;
    }

    /** Returns the array; only the first {@link #length} bytes count. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns how many bytes are used. */
    public int length() {
        return length;
    }

    /** Returns how many records there are. */
    public int records() {
        return records;
    }

    /** Returns whether a timestamp stands before each record. */
    public boolean timestamped() {
        return timestamped;
    }

    /** Returns how many classes the channel had named before; only its producer knows. */
    int classes() {
        return classes;
    }

    @Override
    public void release() {
        pool.give(bytes);
    }
}
