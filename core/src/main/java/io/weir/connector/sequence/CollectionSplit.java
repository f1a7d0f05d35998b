package io.weir.connector.sequence;

import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.SourceSplit;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The elements of a collection from a position on.
 *
 * @param position how many elements come before
 */
public record CollectionSplit(int position) implements SourceSplit {
    @Override
    public String splitId() {
        return "collection";
    }

    /** Writes positions: 4 bytes each. No state. */
    static final class Serializer implements SimpleVersionedSerializer<CollectionSplit> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(CollectionSplit split) {
            return ByteBuffer.allocate(4).putInt(split.position).array();
        }

        @Override
        public CollectionSplit deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION || bytes.length != 4) {
                throw new IOException("A position in a collection has version " + version + " and " + bytes.length
                        + " bytes; this program reads version " + VERSION + " with 4 bytes.");
            }
            return new CollectionSplit(ByteBuffer.wrap(bytes).getInt());
        }
    }
}
