package io.weir.runtime.network;

import java.util.Arrays;

/**
 * Where the frames of one part of a {@link SpilledPartition} stand in its file, in their order. The producing task's thread
 * fills it before others see it.
 */
final class SpilledIndex {
    // What stands in the place of a length where there is no data.
    private static final int WATERMARK = -1;
    private static final int IDLE = -2;
    private static final int ACTIVE = -3;

    private long[] positions = new long[4];
    private int[] lengths = new int[4];

    /** How many records frames have; less than 0 if they have timestamps. */
    private int[] records = new int[4];

    private int size;
    private long bytes;

    /** Notes a frame that was written. */
    void add(long position, BytesFrame frame) {
        add(position, frame.length(), frame.timestamped() ? -frame.records() : frame.records());
        bytes += frame.length();
    }

    /** Notes a watermark; it is in no file. */
    void add(Watermark mark) {
        add(mark.timestamp(), WATERMARK, 0);
    }

    /** Notes whether nothing is expected; it is in no file. */
    void add(IdleStatus status) {
        add(0, status.idle() ? IDLE : ACTIVE, 0);
    }

    private void add(long position, int length, int count) {
        if (size == lengths.length) {
            positions = Arrays.copyOf(positions, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
            records = Arrays.copyOf(records, size * 2);
        }
        positions[size] = position;
        lengths[size] = length;
        records[size] = count;
        size++;
    }

    int size() {
        return size;
    }

    /** Returns how many bytes of records there are. */
    long bytes() {
        return bytes;
    }

    /** Returns what is not in the file; null if it is. */
    Frame control(int number) {
        return switch (lengths[number]) {
            case WATERMARK -> new Watermark(positions[number]);
            case IDLE -> new IdleStatus(true);
            case ACTIVE -> new IdleStatus(false);
            default -> null;
        };
    }

    /** Reads a frame. */
    BytesFrame read(int number, SpilledFile file, BufferPool buffers) {
        int length = lengths[number];
        byte[] into = buffers.take(length + Checksum.LENGTH);
        try {
            file.read(positions[number], into, length + Checksum.LENGTH);
            if (!Checksum.fits(into, length)) {
                throw file.damaged();
            }
        } catch (RuntimeException e) {
            buffers.give(into);
            throw e;
        }
        int count = records[number];
        return new BytesFrame(into, length, Math.abs(count), count < 0, buffers);
    }

    /** Returns where a frame stands. */
    SpilledFrame refer(int number, SpilledFile file) {
        int count = records[number];
        return new SpilledFrame(file, positions[number], lengths[number] + Checksum.LENGTH, Math.abs(count), count < 0);
    }
}
