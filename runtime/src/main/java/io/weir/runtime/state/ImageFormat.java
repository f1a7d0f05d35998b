package io.weir.runtime.state;

import io.weir.runtime.state.OperatorStateImage.Sharing;
import io.weir.schema.SchemaFormat;
import io.weir.serialization.RecordOutput;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * How all that an operator instance keeps is written: a version, the lists and maps of the instance, what there is of
 * keyed state, both with descriptions of their types, a CRC32C of all that; then the bytes of the keyed state, key group by key group, each with its own CRC32C so
 * that some can be read without the others. Numbers are big-endian, texts are UTF-8 after their length. Stateless.
 */
final class ImageFormat {
    private static final int VERSION = 3;

    /** The earliest version that can be read. It had no descriptions of types. */
    private static final int WITHOUT_SCHEMAS = 1;

    private static final byte[] NONE = {};
    private static final int END = -1;
    private static final int SECTION_SIZE = 1 << 12;

    /** How much is read at once, so that a damaged length takes no memory. */
    private static final int CHUNK = 1 << 20;

    private ImageFormat() {}

    static void write(long checkpointId, KeyedCapture keyed, List<HeapOperatorStates.Frozen> states, OutputStream out)
            throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
        DataOutputStream data = new DataOutputStream(checked);
        data.writeByte(VERSION);
        data.writeLong(checkpointId);
        data.writeInt(states.size());
        for (HeapOperatorStates.Frozen state : states) {
            OperatorStateImage image = state.write();
            writeText(image.name(), data);
            data.writeByte(image.sharing().ordinal());
            writeText(image.types(), data);
            writeBytes(image.schema() == null ? NONE : image.schema().toBytes(), data);
            data.writeInt(image.elements().size());
            for (byte[] element : image.elements()) {
                writeBytes(element, data);
            }
        }
        data.writeBoolean(keyed != null);
        List<StateSchema> schemas = List.of();
        if (keyed != null) {
            schemas = schemasOf(keyed);
            writeColumns(keyed, schemas, data);
        }
        data.writeInt((int) checked.getChecksum().getValue());
        if (keyed != null) {
            writeSections(keyed, schemas, new DataOutputStream(out));
        }
    }

    private static List<StateSchema> schemasOf(KeyedCapture keyed) {
        List<StateSchema> schemas = new ArrayList<>();
        for (int column = 0; column < keyed.columns().size(); column++) {
            schemas.add(keyed.schema(column));
        }
        return schemas;
    }

    private static void writeColumns(KeyedCapture keyed, List<StateSchema> schemas, DataOutputStream out)
            throws IOException {
        List<StateColumn> columns = keyed.columns();
        writeText(keyed.keyType(), out);
        writeBytes(keyed.keySchema() == null ? NONE : SchemaFormat.toBytes(keyed.keySchema()), out);
        out.writeInt(keyed.groups().maxParallelism());
        out.writeInt(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            StateColumn column = columns.get(i);
            writeText(column.store(), out);
            writeText(column.name(), out);
            out.writeByte(column.kind().ordinal());
            writeText(column.types(), out);
            out.writeBoolean(column.expiring());
            writeBytes(schemas.get(i) == null ? NONE : schemas.get(i).toBytes(), out);
        }
    }

    private static void writeSections(KeyedCapture keyed, List<StateSchema> schemas, DataOutputStream out)
            throws IOException {
        KeyGroupRange groups = keyed.groups();
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[SECTION_SIZE]; // one for all sections, which may have megabytes
        for (int group = groups.first(); group < groups.first() + groups.count(); group++) {
            for (int column = 0; column < schemas.size(); column++) {
                // Each section by itself: names of classes are written in it once, and it can be read alone.
                RecordOutput section = schemas.get(column) != null ? RecordOutput.describing(0) : new RecordOutput(0);
                section.setBuffer(buffer, -1);
                keyed.write(column, group, section);
                buffer = section.getBuffer();
                if (section.position() > 0) {
                    checksum.reset();
                    checksum.update(section.getBuffer(), 0, section.position());
                    out.writeInt(group);
                    out.writeInt(column);
                    out.writeInt(section.position());
                    out.writeInt((int) checksum.getValue());
                    out.write(section.getBuffer(), 0, section.position());
                }
            }
        }
        out.writeInt(END);
    }

    static OperatorImage read(InputStream in, KeyGroupRange groups) throws IOException {
        return read(in, groups, OperatorImage.Values.ALL);
    }

    static OperatorImage read(InputStream in, KeyGroupRange groups, OperatorImage.Values values) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(in, new CRC32C());
        DataInputStream data = new DataInputStream(checked);
        int version = data.readByte();
        if (version < WITHOUT_SCHEMAS || version > VERSION) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "State was written in format " + version + ", but this version of Weir reads formats "
                            + WITHOUT_SCHEMAS + " to " + VERSION
                            + ": use the version that it was written with, or a later one.");
        }
        boolean withSchemas = version > WITHOUT_SCHEMAS;
        long checkpointId = data.readLong();
        List<OperatorStateImage> states = new ArrayList<>();
        int count = data.readInt();
        for (int i = 0; i < count; i++) {
            states.add(readState(data, withSchemas));
        }
        boolean hasKeyed = data.readBoolean();
        KeyedImage columns = hasKeyed ? readColumns(data, withSchemas) : null;
        int checksum = (int) checked.getChecksum().getValue();
        if (data.readInt() != checksum) {
            throw new IOException("A checksum is another: the state is damaged");
        }
        if (hasKeyed) {
            readSections(columns, groups, values, new DataInputStream(in));
        }
        return new OperatorImage(checkpointId, columns, states);
    }

    private static OperatorStateImage readState(DataInputStream in, boolean withSchemas) throws IOException {
        String name = readText(in);
        Sharing sharing = Sharing.values()[in.readByte()];
        String types = readText(in);
        StateSchema schema = withSchemas ? readSchema(in) : null;
        List<byte[]> elements = new ArrayList<>();
        int size = in.readInt();
        for (int j = 0; j < size; j++) {
            elements.add(readBytes(in));
        }
        return new OperatorStateImage(name, sharing, types, schema, elements);
    }

    private static KeyedImage readColumns(DataInputStream in, boolean withSchemas) throws IOException {
        String keyType = readText(in);
        byte[] keySchema = withSchemas ? readBytes(in) : NONE;
        int maxParallelism = in.readInt();
        int count = in.readInt();
        Map<WrittenColumn, Map<Integer, byte[]>> sections = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String store = readText(in);
            String name = readText(in);
            StateKind kind = StateKind.values()[in.readByte()];
            StateColumn column = new StateColumn(store, name, kind, readText(in), in.readBoolean());
            sections.put(new WrittenColumn(column, withSchemas ? readSchema(in) : null), new LinkedHashMap<>());
        }
        return new KeyedImage(
                keyType,
                keySchema.length == 0 ? null : SchemaFormat.ofBytes(keySchema),
                maxParallelism,
                sections,
                List.of());
    }

    /** Adds the sections of some key groups; stops after the last of them, for groups come in order. */
    private static void readSections(
            KeyedImage image, KeyGroupRange groups, OperatorImage.Values values, DataInputStream in)
            throws IOException {
        List<Map<Integer, byte[]>> columns = List.copyOf(image.columns().values());
        List<WrittenColumn> written = List.copyOf(image.columns().keySet());
        CRC32C checksum = new CRC32C();
        for (int group = in.readInt(); group != END && group < groups.first() + groups.count(); group = in.readInt()) {
            int number = in.readInt();
            Map<Integer, byte[]> column = columns.get(number);
            if (values == OperatorImage.Values.NONE) {
                column.put(group, NONE);
                return; // one is enough to know that there are some
            }
            int length = in.readInt();
            int expected = in.readInt();
            if (!groups.contains(group)) {
                in.skipNBytes(length);
                continue;
            }
            byte[] section = readBytes(in, length);
            checksum.reset();
            checksum.update(section);
            if ((int) checksum.getValue() != expected) {
                throw new IOException("The checksum of key group " + group + " is another: the state is damaged");
            }
            boolean kept =
                    values == OperatorImage.Values.ALL || written.get(number).isDoubtful();
            column.put(group, kept ? section : NONE);
        }
    }

    private static StateSchema readSchema(DataInputStream in) throws IOException {
        byte[] bytes = readBytes(in);
        return bytes.length == 0 ? null : StateSchema.ofBytes(bytes);
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return readBytes(in, in.readInt());
    }

    private static byte[] readBytes(DataInputStream in, int length) throws IOException {
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
