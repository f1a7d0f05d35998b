package io.weir.connector;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a list of splits, the state of {@link FixedSplitEnumerator}. It keeps the version of the splits' own form, so
 * that both can change. One thread at a time uses it.
 *
 * @param <S> the type of the splits
 */
public final class SplitListSerializer<S extends SourceSplit> implements SimpleVersionedSerializer<List<S>> {
    private static final int VERSION = 1;

    private final SimpleVersionedSerializer<S> splits;

    /**
     * Creates a serializer.
     *
     * @param splits writes one split
     */
    public SplitListSerializer(SimpleVersionedSerializer<S> splits) {
        this.splits = splits;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(List<S> value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(splits.getVersion());
        out.writeInt(value.size());
        for (S split : value) {
            byte[] form = splits.serialize(split);
            out.writeInt(form.length);
            out.write(form);
        }
        return bytes.toByteArray();
    }

    @Override
    public List<S> deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("A list of splits has version " + version + "; this program reads " + VERSION + ".");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int splitVersion = in.readInt();
        int count = in.readInt();
        List<S> value = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] form = new byte[in.readInt()];
            in.readFully(form);
            value.add(splits.deserialize(splitVersion, form));
        }
        return value;
    }
}
