package io.weir.connector.file;

import io.weir.connector.SimpleVersionedSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A file that is complete and durable, and waits under a hidden name to be published.
 *
 * @param pending where it is
 * @param target where it shall be
 */
public record FileCommittable(String pending, String target) {
    @Override
    public String toString() {
        return target + " (which waits as " + pending + ")";
    }

    /** Keeps them in checkpoints. Stateless. */
    static final class Serializer implements SimpleVersionedSerializer<FileCommittable> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(FileCommittable value) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeUTF(value.pending());
                out.writeUTF(value.target());
            }
            return bytes.toByteArray();
        }

        @Override
        public FileCommittable deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION) {
                throw new IOException(
                        "Files to be published were kept in version " + version + ", which this release does not know");
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                return new FileCommittable(in.readUTF(), in.readUTF());
            }
        }
    }
}
