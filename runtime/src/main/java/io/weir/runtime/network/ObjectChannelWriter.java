package io.weir.runtime.network;

import io.weir.runtime.operators.RecordSize;
import io.weir.serialization.TypeSerializer;

/**
 * Writes to a consumer in the same process: copies records into batches. A batch is bounded in number and in size, which
 * is estimated from samples for types whose values differ in length. The producing task's thread owns it.
 *
 * @param <T> the type of the records
 */
final class ObjectChannelWriter<T> extends ChannelWriter<T> {
    /** About how many serialized bytes a batch stands for at most, unless a single record has more. */
    private static final int MAX_BYTES = RecordSize.LARGEST;

    private final TypeSerializer<T> serializer;
    private final boolean copy;
    private final int maxRecords;
    private final int fixedLength;
    private final RecordSize<T> sample;

    private ObjectFrame frame;
    private Object[] values;
    private int count;

    /** The count at which to look whether the frame is full, so that one comparison per record is enough. */
    private int checkpoint;

    private long sampledBytes;
    private int samples;

    ObjectChannelWriter(
            Subpartition subpartition, TypeSerializer<T> serializer, boolean eachAtOnce, WriterContext context) {
        super(subpartition, serializer, context);
        this.serializer = serializer;
        this.copy = !serializer.isImmutable();
        this.fixedLength = serializer.fixedLength();
        int fitting = fixedLength > 0 ? Math.max(1, MAX_BYTES / fixedLength) : ObjectFrame.CAPACITY;
        this.maxRecords = eachAtOnce ? 1 : Math.min(ObjectFrame.CAPACITY, fitting);
        this.sample =
                fixedLength == TypeSerializer.VARIABLE_LENGTH && !eachAtOnce ? new RecordSize<>(serializer) : null;
        begin();
    }

    private void begin() {
        frame = new ObjectFrame(maxRecords);
        values = frame.values;
        count = 0;
        sampledBytes = 0;
        samples = 0;
        checkpoint = sample == null ? maxRecords : 1;
    }

    @Override
    void add(T value, long timestamp) {
        int position = count;
        try {
            values[position] = copy && value != null ? serializer.copy(value) : value;
        } catch (ClassCastException e) {
            throw failed(value, e);
        }
        if (timestamp != NO_TIMESTAMP || frame.timestamps != null) {
            frame.setTimestamp(position, timestamp);
        }
        count = ++position;
        if (position == checkpoint) {
            check();
        }
    }

    /** Looks whether the frame is full. It takes no record, so that the JIT compiler sees that none escapes its copying. */
    private void check() {
        if (count == maxRecords) {
            flush();
            return;
        }
        // Sizes are sampled at 1, 2, 4, 8, ... records: about one record in a hundred of a full frame.
        @SuppressWarnings("unchecked") // only add() writes here
        T last = (T) values[count - 1];
        try {
            sampledBytes += sample.of(last);
        } catch (ClassCastException e) {
            throw failed(last, e);
        }
        samples++;
        long average = sampledBytes / samples;
        if (average * count >= MAX_BYTES) {
            flush();
        } else {
            long fitting = average == 0 ? maxRecords : MAX_BYTES / average;
            checkpoint = (int) Math.min(Math.min(maxRecords, count * 2L), Math.max(count + 1L, fitting));
        }
    }

    @Override
    boolean hasOpenRecords() {
        return count > 0;
    }

    @Override
    void flush() {
        if (count == 0) {
            return;
        }
        ObjectFrame full = frame;
        full.count = count;
        full.bytes = (int) Math.min(Integer.MAX_VALUE, estimatedBytes());
        traffic.add(full.count, full.bytes);
        begin();
        hand(full);
    }

    private long estimatedBytes() {
        if (fixedLength > 0) {
            return (long) fixedLength * count;
        }
        return samples == 0 ? 0 : sampledBytes * count / samples;
    }

    @Override
    RecordedFrames recordFrom(Frame first) {
        return new RecordedFrames();
    }

    @Override
    void close() {
        frame = null;
        values = null;
        count = 0;
    }
}
