package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.schema.TypeSchema.Form;
import io.weir.tuple.Tuple;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Serializes records, POJOs and tuples: a mask of the fields that are null, if any can be, then the others in the order of their
 * {@link ObjectLayout}. The first bit of the mask says, for classes that may have subclasses, that the value is of one:
 * then its class follows, as for unknown types.
 *
 * @param <T> the class
 */
public final class ObjectSerializer<T> extends TypeSerializer<T> {
    private static final int SUBCLASS = 1;

    private final Class<T> type;
    private final ObjectCodec codec;
    private final FieldSerializers fields;
    private final List<TypeSerializer<?>> fieldList;
    private final TypeSerializer<T> subclasses;
    private final int maskLength;
    private final int fixedLength;

    /**
     * Creates a serializer.
     *
     * @param type a class that has an {@link ObjectLayout}
     * @param fields the serializers of its fields, in the order of the layout
     * @param context what parts of a serializer share; null for a class whose subclasses do not matter
     */
    public ObjectSerializer(Class<T> type, List<? extends TypeSerializer<?>> fields, SerializerContext context) {
        super(false, isImmutable(type, fields));
        this.type = type;
        this.codec = ObjectCodec.of(type);
        this.subclasses = ObjectHandles.firstBit(type) == 0 ? null : context.unknown();
        this.maskLength = maskLength(type);
        this.fixedLength = subclasses == null ? fixedLength(fields, maskLength) : VARIABLE_LENGTH;
        this.fieldList = List.copyOf(fields);
        this.fields = new FieldSerializers(fields, fixedLength != VARIABLE_LENGTH);
    }

    @Override
    public void serialize(T value, RecordOutput out) {
        if (subclasses != null && value.getClass() != type) {
            out.writeByte(SUBCLASS);
            subclasses.serialize(value, out);
            return;
        }
        int mask = out.position();
        out.writeZeros(maskLength);
        codec.write(value, out, fields, mask);
    }

    @Override
    @SuppressWarnings("unchecked") // the codec makes objects of this class, and only subclasses were written as such
    public T deserialize(RecordInput in) {
        if (subclasses != null) {
            int first = in.take(1);
            if (in.isBitSet(first, 0)) {
                return subclasses.deserialize(in);
            }
            in.setPosition(first);
        }
        int mask = in.take(maskLength);
        return (T) codec.read(in, fields, mask);
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public T copy(T value) {
        if (isImmutable()) {
            return value;
        }
        if (subclasses != null && value.getClass() != type) {
            return subclasses.copy(value);
        }
        return (T) codec.copy(value, fields);
    }

    @Override
    public int fixedLength() {
        return fixedLength;
    }

    @Override
    public TypeSchema describe() {
        List<TypeSchema.Field> described = new ArrayList<>();
        for (Field field : ObjectLayout.of(type).orElseThrow().fields()) {
            TypeSchema schema = fieldList.get(described.size()).describe();
            described.add(new TypeSchema.Field(field.getName(), field.getType().isPrimitive(), schema));
        }
        return new TypeSchema.Composite(type.getName(), form(), subclasses != null, described);
    }

    private Form form() {
        return Tuple.class.isAssignableFrom(type) && type.getPackage() == Tuple.class.getPackage()
                ? Form.TUPLE
                : type.isRecord() ? Form.RECORD : Form.POJO;
    }

    @Override
    public ValueReader<T> readerOf(TypeSchema written, SchemaPath path) {
        if (written.equals(describe())) {
            return this::deserialize;
        }
        if (!(written instanceof TypeSchema.Composite composite)) {
            throw path.changed(written, describe());
        }
        return new EvolvedObjects<>(composite, type, fieldList, subclasses, path);
    }

    private static boolean isImmutable(Class<?> type, List<? extends TypeSerializer<?>> fields) {
        return type.isRecord() && fields.stream().allMatch(TypeSerializer::isImmutable);
    }

    private static int maskLength(Class<?> type) {
        int bits = ObjectHandles.firstBit(type);
        for (var field : ObjectLayout.of(type).orElseThrow().fields()) {
            bits += field.getType().isPrimitive() ? 0 : 1;
        }
        return (bits + 7) / 8;
    }

    /** Returns the length of all fields together with their mask, if it is fixed. */
    static int fixedLength(List<? extends TypeSerializer<?>> fields, int maskLength) {
        int length = maskLength;
        for (TypeSerializer<?> field : fields) {
            if (field.fixedLength() == VARIABLE_LENGTH) {
                return VARIABLE_LENGTH;
            }
            length += field.fixedLength();
        }
        return length;
    }
}
