package io.weir.runtime.network;

import java.nio.channels.FileChannel;

/**
 * A batch of serialized records that stands in a file, with its checksum behind it: on its way to another process it need
 * not be read here.
 */
public final class SpilledFrame implements Frame {
    private final SpilledFile file;
    private final long position;
    private final int length;
    private final int records;
    private final boolean timestamped;

    /**
     * Creates a frame that keeps its file open.
     *
     * @param file where it stands
     * @param position where it begins
     * @param length how many bytes it has, with the checksum
     * @param records how many records they hold
     * @param timestamped whether a timestamp stands before each record
     */
    SpilledFrame(SpilledFile file, long position, int length, int records, boolean timestamped) {
        this.file = file;
        this.position = position;
        this.length = length;
        this.records = records;
        this.timestamped = timestamped;
        file.retain();
    }

    /** Returns the open file. */
    public FileChannel file() {
        return file.channel();
    }

    /** Returns where in the file it begins. */
    public long position() {
        return position;
    }

    /** Returns how many bytes it has, with the checksum. */
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

    @Override
    public void release() {
        file.release();
    }
}
