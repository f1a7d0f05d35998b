package io.weir.runtime.network;

import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * Writes to a consumer in another process: serializes each record once, into the frame that leaves. An array is taken
 * from the pool with the first record of a frame and leaves with the frame. The producing task's thread owns it.
 *
 * <p>Timestamps take no room as long as no record has one. They begin with a new frame, and end after a frame in which
 * none was set.
 *
 * @param <T> the type of the records
 */
final class BytesChannelWriter<T> extends ChannelWriter<T> {
    private static final byte[] NONE = new byte[0];

    private final TypeSerializer<T> serializer;
    private final BufferPool buffers;
    private final int frameSize;
    private final int maxRecordSize;
    private final String description;

    /** Lives as long as the channel, because the class dictionary does. */
    private final RecordOutput out = new RecordOutput(0);

    private int records;
    private boolean timestamped;
    private boolean timestampSeen;
    private long lastTimestamp;

    /** How many classes were named before the open frame. */
    private int classes;

    BytesChannelWriter(
            FrameSink subpartition, TypeSerializer<T> serializer, boolean eachAtOnce, WriterContext context) {
        super(subpartition, serializer, context);
        this.serializer = serializer;
        this.buffers = context.buffers();
        this.frameSize = eachAtOnce ? 0 : context.settings().frameSize();
        this.maxRecordSize = context.settings().maxRecordSize();
        this.description = context.description();
    }

    @Override
    void add(T value, long timestamp) {
        if (records == 0) {
            begin();
        }
        if (timestamped || timestamp != NO_TIMESTAMP) {
            writeTimestamp(timestamp);
        }
        int start = out.position();
        try {
            serializer.serialize(value, out);
        } catch (RuntimeException e) {
            throw failed(value, e);
        }
        records++;
        int end = out.position();
        if (end >= frameSize) {
            if (end - start > maxRecordSize) {
                throw tooLarge(end - start);
            }
            flush();
        }
    }

    private void begin() {
        // One record more than the frame may follow before it is seen to be full.
        out.setBuffer(buffers.take(), -1);
        lastTimestamp = 0;
        timestampSeen = false;
        classes = out.dictionary().size();
    }

    private void writeTimestamp(long timestamp) {
        if (!timestamped) {
            if (records > 0) {
                flush();
                begin();
            }
            timestamped = true;
        }
        timestampSeen |= timestamp != NO_TIMESTAMP;
        out.writeVarLong(timestamp - lastTimestamp, false);
        lastTimestamp = timestamp;
    }

    @Override
    boolean hasOpenRecords() {
        return records > 0;
    }

    @Override
    void flush() {
        if (records == 0) {
            return;
        }
        BytesFrame frame = frame(out.getBuffer(), out.position());
        traffic.add(records, frame.length());
        out.setBuffer(NONE, -1);
        records = 0;
        timestamped = timestampSeen;
        hand(frame);
    }

    /** Makes a frame of what was written. A small one gets an array of its own size, so that many of them stay small. */
    private BytesFrame frame(byte[] bytes, int length) {
        if (length >= buffers.bufferSize() / 4) {
            return new BytesFrame(bytes, length, records, timestamped, buffers, classes);
        }
        byte[] small = buffers.take(length);
        System.arraycopy(bytes, 0, small, 0, length);
        buffers.give(bytes);
        return new BytesFrame(small, length, records, timestamped, buffers, classes);
    }

    @Override
    RecordedFrames recordFrom(Frame first) {
        return RecordedFrames.after(out.dictionary(), first instanceof BytesFrame data ? data.classes() : 0);
    }

    @Override
    void close() {
        if (out.getBuffer() != NONE && out.getBuffer().length > 0) {
            buffers.give(out.getBuffer());
            out.setBuffer(NONE, -1);
        }
        records = 0;
    }

    private WeirException tooLarge(int size) {
        return new WeirException(
                ErrorCode.SERIALIZATION,
                "A record of " + description + " has " + size + " bytes; taskmanager.network.max-record-size allows "
                        + maxRecordSize + ".");
    }
}
