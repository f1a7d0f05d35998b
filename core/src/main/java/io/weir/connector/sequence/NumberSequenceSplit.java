package io.weir.connector.sequence;

import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.SourceSplit;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A range of numbers that one reader emits in order.
 *
 * @param index which of the ranges it is
 * @param from the first number
 * @param to the last number, not less than the first
 */
public record NumberSequenceSplit(int index, long from, long to) implements SourceSplit {
    @Override
    public String splitId() {
        return Integer.toString(index);
    }

    /** Writes ranges: 20 bytes each. No state. */
    static final class Serializer implements SimpleVersionedSerializer<NumberSequenceSplit> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(NumberSequenceSplit split) {
            return ByteBuffer.allocate(20)
                    .putInt(split.index)
                    .putLong(split.from)
                    .putLong(split.to)
                    .array();
        }

        @Override
        public NumberSequenceSplit deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION || bytes.length != 20) {
                throw new IOException("A range of numbers has version " + version + " and " + bytes.length
                        + " bytes; this program reads version " + VERSION + " with 20 bytes.");
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new NumberSequenceSplit(in.getInt(), in.getLong(), in.getLong());
        }
    }
}
