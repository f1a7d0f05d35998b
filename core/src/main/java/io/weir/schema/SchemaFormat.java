package io.weir.schema;

import io.weir.schema.TypeSchema.Field;
import io.weir.schema.TypeSchema.Form;
import io.weir.schema.TypeSchema.GraphField;
import io.weir.schema.TypeSchema.Holder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How descriptions of types are written; {@code docs/formats.md} describes it. Stateless. */
public final class SchemaFormat {
    private static final int BASIC = 1;
    private static final int ENUMERATION = 2;
    private static final int COMPOSITE = 3;
    private static final int SEQUENCE = 4;
    private static final int COUNTED = 5;
    private static final int CONTAINER = 6;
    private static final int ARRAY = 7;
    private static final int UNKNOWN = 8;
    private static final int GRAPH = 9;
    private static final int CUSTOM = 10;
    private static final int COMPACT_LONG = 11;

    /** No type nests so deep; bytes that are no description may seem to. */
    private static final int DEEPEST = 1000;

    private SchemaFormat() {}

    /** Returns a description as bytes. */
    public static byte[] toBytes(TypeSchema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(schema, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} returned.
     *
     * @param bytes the bytes
     * @return the description
     * @throws UncheckedIOException if they are none
     */
    public static TypeSchema ofBytes(byte[] bytes) {
        try {
            return read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a description.
     *
     * @param schema the description
     * @param out where to
     * @throws IOException if writing fails
     */
    public static void write(TypeSchema schema, DataOutputStream out) throws IOException {
        if (schema instanceof TypeSchema.Basic basic) {
            out.writeByte(BASIC);
            writeText(basic.className(), out);
        } else if (schema instanceof TypeSchema.Enumeration enumeration) {
            out.writeByte(ENUMERATION);
            writeText(enumeration.className(), out);
            writeTexts(enumeration.constants(), out);
        } else if (schema instanceof TypeSchema.Composite composite) {
            out.writeByte(COMPOSITE);
            writeText(composite.className(), out);
            writeText(composite.form().name(), out);
            out.writeBoolean(composite.open());
            writeFields(composite.fields(), out);
        } else if (schema instanceof TypeSchema.Sequence sequence) {
            out.writeByte(SEQUENCE);
            writeText(sequence.className(), out);
            writeFields(sequence.fields(), out);
        } else if (schema instanceof TypeSchema.Counted counted) {
            out.writeByte(COUNTED);
            write(counted.element(), out);
        } else {
            writeOther(schema, out);
        }
    }

    private static void writeOther(TypeSchema schema, DataOutputStream out) throws IOException {
        if (schema instanceof TypeSchema.Container container) {
            out.writeByte(CONTAINER);
            writeText(container.holder().name(), out);
            writeText(container.className(), out);
            out.writeInt(container.parts().size());
            for (TypeSchema part : container.parts()) {
                write(part, out);
            }
        } else if (schema instanceof TypeSchema.Array array) {
            out.writeByte(ARRAY);
            writeText(array.className(), out);
            out.writeBoolean(array.primitive());
            write(array.element(), out);
        } else if (schema instanceof TypeSchema.Unknown unknown) {
            out.writeByte(UNKNOWN);
            writeText(unknown.bound(), out);
        } else if (schema instanceof TypeSchema.Graph graph) {
            out.writeByte(GRAPH);
            writeText(graph.className(), out);
            writeText(graph.serializer(), out);
            out.writeInt(graph.fields().size());
            for (GraphField field : graph.fields()) {
                writeText(field.name(), out);
                writeText(field.className(), out);
            }
        } else if (schema instanceof TypeSchema.Custom custom) {
            out.writeByte(CUSTOM);
            writeText(custom.serializer(), out);
            out.writeInt(custom.version());
            out.writeInt(custom.fixedLength());
        } else if (schema instanceof TypeSchema.CompactLong) {
            out.writeByte(COMPACT_LONG);
        }
    }

    private static void writeFields(List<Field> fields, DataOutputStream out) throws IOException {
        out.writeInt(fields.size());
        for (Field field : fields) {
            writeText(field.name(), out);
            out.writeBoolean(field.primitive());
            write(field.type(), out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in where from
     * @return the description
     * @throws IOException if reading fails, or if it is none
     */
    public static TypeSchema read(DataInputStream in) throws IOException {
        return read(in, 0);
    }

    private static TypeSchema read(DataInputStream in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("A description of a type nests too deep: the state is damaged");
        }
        int kind = in.readByte();
        return switch (kind) {
            case BASIC -> new TypeSchema.Basic(readText(in));
            case ENUMERATION -> new TypeSchema.Enumeration(readText(in), readTexts(in));
            case COMPOSITE ->
                new TypeSchema.Composite(
                        readText(in), readConstant(Form.class, in), in.readBoolean(), readFields(in, depth));
            case SEQUENCE -> new TypeSchema.Sequence(readText(in), readFields(in, depth));
            case COUNTED -> new TypeSchema.Counted(read(in, depth + 1));
            case CONTAINER ->
                new TypeSchema.Container(readConstant(Holder.class, in), readText(in), readParts(in, depth));
            case ARRAY -> new TypeSchema.Array(readText(in), in.readBoolean(), read(in, depth + 1));
            case UNKNOWN -> new TypeSchema.Unknown(readText(in));
            case GRAPH -> new TypeSchema.Graph(readText(in), readText(in), readGraphFields(in));
            case CUSTOM -> new TypeSchema.Custom(readText(in), in.readInt(), in.readInt());
            case COMPACT_LONG -> new TypeSchema.CompactLong();
            default -> throw new IOException("There is no kind " + kind + " of description: the state is damaged");
        };
    }

    private static List<TypeSchema> readParts(DataInputStream in, int depth) throws IOException {
        List<TypeSchema> parts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            parts.add(read(in, depth + 1));
        }
        return parts;
    }

    private static List<Field> readFields(DataInputStream in, int depth) throws IOException {
        List<Field> fields = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            fields.add(new Field(readText(in), in.readBoolean(), read(in, depth + 1)));
        }
        return fields;
    }

    private static List<GraphField> readGraphFields(DataInputStream in) throws IOException {
        List<GraphField> fields = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            fields.add(new GraphField(readText(in), readText(in)));
        }
        return fields;
    }

    private static <E extends Enum<E>> E readConstant(Class<E> type, DataInputStream in) throws IOException {
        String name = readText(in);
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IOException("There is no " + name + " among descriptions: the state is damaged", e);
        }
    }

    private static void writeTexts(List<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(text, out);
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new IOException("A length of " + length + " was read: the state is damaged");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("A description ends " + (length - bytes.length) + " bytes early");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
