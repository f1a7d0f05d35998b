package io.weir.runtime.state;

import io.weir.runtime.state.OperatorStateImage.Sharing;
import io.weir.serialization.RecordOutput;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How all that an operator instance keeps is written: a version, then what there is, then its bytes, key group by key
 * group. Numbers are big-endian, texts are UTF-8 after their length. Stateless.
 */
final class ImageFormat {
    private static final int VERSION = 1;
    private static final int END = -1;
    private static final int SECTION_SIZE = 1 << 12;

    /** How much is read at once, so that a damaged length takes no memory. */
    private static final int CHUNK = 1 << 20;

    private ImageFormat() {}

    static void write(
            long checkpointId, KeyedCapture keyed, List<HeapOperatorStates.Frozen> states, DataOutputStream out)
            throws IOException {
        out.writeByte(VERSION);
        out.writeLong(checkpointId);
        out.writeBoolean(keyed != null);
        if (keyed != null) {
            writeKeyed(keyed, out);
        }
        out.writeInt(states.size());
        for (HeapOperatorStates.Frozen state : states) {
            OperatorStateImage image = state.write();
            writeText(image.name(), out);
            out.writeByte(image.sharing().ordinal());
            writeText(image.types(), out);
            out.writeInt(image.elements().size());
            for (byte[] element : image.elements()) {
                out.writeInt(element.length);
                out.write(element);
            }
        }
    }

    private static void writeKeyed(KeyedCapture keyed, DataOutputStream out) throws IOException {
        List<StateColumn> columns = keyed.columns();
        KeyGroupRange groups = keyed.groups();
        writeText(keyed.keyType(), out);
        out.writeInt(groups.maxParallelism());
        out.writeInt(columns.size());
        for (StateColumn column : columns) {
            writeText(column.store(), out);
            writeText(column.name(), out);
            out.writeByte(column.kind().ordinal());
            writeText(column.types(), out);
            out.writeBoolean(column.expiring());
        }
        for (int group = groups.first(); group < groups.first() + groups.count(); group++) {
            for (int column = 0; column < columns.size(); column++) {
                // Each section by itself: names of classes are written in it once, and it can be read alone.
                RecordOutput section = new RecordOutput(SECTION_SIZE);
                keyed.write(column, group, section);
                if (section.position() > 0) {
                    out.writeInt(group);
                    out.writeInt(column);
                    out.writeInt(section.position());
                    out.write(section.getBuffer(), 0, section.position());
                }
            }
        }
        out.writeInt(END);
    }

    static OperatorImage read(DataInputStream in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "State was written in format " + version + ", but this engine reads format " + VERSION + ".");
        }
        long checkpointId = in.readLong();
        KeyedImage keyed = in.readBoolean() ? readKeyed(in) : null;
        List<OperatorStateImage> states = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = readText(in);
            Sharing sharing = Sharing.values()[in.readByte()];
            String types = readText(in);
            List<byte[]> elements = new ArrayList<>();
            int size = in.readInt();
            for (int j = 0; j < size; j++) {
                elements.add(readBytes(in));
            }
            states.add(new OperatorStateImage(name, sharing, types, elements));
        }
        return new OperatorImage(checkpointId, keyed, states);
    }

    private static KeyedImage readKeyed(DataInputStream in) throws IOException {
        String keyType = readText(in);
        int maxParallelism = in.readInt();
        int count = in.readInt();
        List<StateColumn> columns = new ArrayList<>();
        Map<StateColumn, Map<Integer, byte[]>> sections = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String store = readText(in);
            String name = readText(in);
            StateKind kind = StateKind.values()[in.readByte()];
            StateColumn column = new StateColumn(store, name, kind, readText(in), in.readBoolean());
            columns.add(column);
            sections.put(column, new LinkedHashMap<>());
        }
        for (int group = in.readInt(); group != END; group = in.readInt()) {
            StateColumn column = columns.get(in.readInt());
            sections.get(column).put(group, readBytes(in));
        }
        return new KeyedImage(keyType, maxParallelism, sections);
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new IOException("A length of " + length + " was read: the state is damaged");
        }
        if (length <= CHUNK) {
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return bytes;
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("The state ends " + (length - bytes.length) + " bytes early");
        }
        return bytes;
    }
}
