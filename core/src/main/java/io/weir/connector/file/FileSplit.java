package io.weir.connector.file;

import io.weir.connector.LocatedSplit;
import io.weir.connector.SimpleVersionedSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file: the records that begin in it. The last one may end behind it.
 *
 * @param index which of the source's parts it is
 * @param path the file, with scheme
 * @param offset where it begins, in bytes; of a compressed file, in bytes of its content
 * @param length its length in bytes, or {@link #TO_THE_END}
 * @param hosts the hosts that hold it, if that is known
 */
public record FileSplit(int index, String path, long offset, long length, List<String> hosts) implements LocatedSplit {
    /** The length of what cannot be divided, and ends where the file ends. */
    public static final long TO_THE_END = Long.MAX_VALUE;

    /** Checks the part and takes a copy of the list. */
    public FileSplit {
        if (offset < 0 || length <= 0) {
            throw new IllegalArgumentException("A part of " + path + " from " + offset + " with " + length + " bytes");
        }
        hosts = List.copyOf(hosts);
    }

    @Override
    public String splitId() {
        return Integer.toString(index);
    }

    /** Returns where the part ends: the first byte that does not belong to it. */
    public long end() {
        return length == TO_THE_END ? TO_THE_END : offset + length;
    }

    /**
     * Returns the rest of the part.
     *
     * @param position where the next record begins, within the part
     * @return the part from there on
     */
    public FileSplit from(long position) {
        return new FileSplit(index, path, position, length == TO_THE_END ? TO_THE_END : end() - position, hosts);
    }

    @Override
    public String toString() {
        return path + (length == TO_THE_END ? " from " + offset : " from " + offset + " to " + end());
    }

    /** Writes parts. No state. */
    static final class Serializer implements SimpleVersionedSerializer<FileSplit> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(FileSplit split) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(split.index);
            out.writeUTF(split.path);
            out.writeLong(split.offset);
            out.writeLong(split.length);
            out.writeInt(split.hosts.size());
            for (String host : split.hosts) {
                out.writeUTF(host);
            }
            return bytes.toByteArray();
        }

        @Override
        public FileSplit deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION) {
                throw new IOException(
                        "A part of a file has version " + version + "; this program reads " + VERSION + ".");
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int index = in.readInt();
            String path = in.readUTF();
            long offset = in.readLong();
            long length = in.readLong();
            int count = in.readInt();
            List<String> hosts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                hosts.add(in.readUTF());
            }
            return new FileSplit(index, path, offset, length, hosts);
        }
    }
}
