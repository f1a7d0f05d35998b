package io.weir.connector.format;

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
 * A split of an input format on its way: serialized, so that only who reads it needs its class.
 *
 * @param number its number
 * @param read how many of its records were read
 * @param hosts the hosts that hold it
 * @param split the split
 */
record FormatSplit(int number, long read, List<String> hosts, byte[] split) implements LocatedSplit {
    FormatSplit {
        hosts = List.copyOf(hosts);
    }

    @Override
    public String splitId() {
        return Integer.toString(number);
    }

    FormatSplit after(long records) {
        return new FormatSplit(number, records, hosts, split);
    }

    /** Writes splits. No state. */
    static final class Serializer implements SimpleVersionedSerializer<FormatSplit> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(FormatSplit value) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(value.number);
            out.writeLong(value.read);
            out.writeInt(value.hosts.size());
            for (String host : value.hosts) {
                out.writeUTF(host);
            }
            out.writeInt(value.split.length);
            out.write(value.split);
            return bytes.toByteArray();
        }

        @Override
        public FormatSplit deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION) {
                throw new IOException(
                        "A split of an input format has version " + version + "; this program reads " + VERSION + ".");
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int number = in.readInt();
            long read = in.readLong();
            int count = in.readInt();
            List<String> hosts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                hosts.add(in.readUTF());
            }
            return new FormatSplit(number, read, hosts, in.readNBytes(in.readInt()));
        }
    }
}
