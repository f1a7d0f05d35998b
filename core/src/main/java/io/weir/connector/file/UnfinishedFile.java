package io.weir.connector.file;

import io.weir.connector.SimpleVersionedSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A file that was being written at a checkpoint.
 *
 * @param names where it is, and where it shall be
 * @param length how much of it the checkpoint knows of, in bytes
 */
public record UnfinishedFile(FileCommittable names, long length) {
    /** Keeps them in checkpoints. Stateless. */
    static final class Serializer implements SimpleVersionedSerializer<UnfinishedFile> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(UnfinishedFile value) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeUTF(value.names().pending());
                out.writeUTF(value.names().target());
                out.writeLong(value.length());
            }
            return bytes.toByteArray();
        }

        @Override
        public UnfinishedFile deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION) {
                throw new IOException(
                        "Unfinished files were kept in version " + version + ", which this release does not know");
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                return new UnfinishedFile(new FileCommittable(in.readUTF(), in.readUTF()), in.readLong());
            }
        }
    }
}
