package io.weir.examples.util;

import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.SourceSplit;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A part of the transfers, as a partition of a log would be one: every so many-th of them, from an offset on.
 *
 * @param index which part
 * @param next the number of the next transfer
 */
public record TransferSplit(int index, long next) implements SourceSplit {
    @Override
    public String splitId() {
        return Integer.toString(index);
    }

    /** Writes parts: 12 bytes each. No state. */
    static final class Serializer implements SimpleVersionedSerializer<TransferSplit> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(TransferSplit split) {
            return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                    .putInt(split.index)
                    .putLong(split.next)
                    .array();
        }

        @Override
        public TransferSplit deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION) {
                throw new IOException("A part of the transfers has version " + version + ", not " + VERSION + ".");
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new TransferSplit(in.getInt(), in.getLong());
        }
    }
}
