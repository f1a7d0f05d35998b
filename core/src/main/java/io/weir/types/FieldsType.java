package io.weir.types;

import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A type whose values have named fields: tuples, records and POJOs.
 *
 * @param <T> the type
 */
public abstract class FieldsType<T> extends EngineType<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final List<String> names;
    private final List<TypeInformation<?>> fields;

    /**
     * Creates a type.
     *
     * @param type the class
     * @param names the names of the fields, in the order in which they are written
     * @param fields the types of the fields
     */
    FieldsType(Class<T> type, List<String> names, List<? extends TypeInformation<?>> fields) {
        this.type = type;
        this.names = List.copyOf(names);
        this.fields = List.copyOf(fields);
    }

    @Override
    public final Class<T> getTypeClass() {
        return type;
    }

    @Override
    public final int getArity() {
        return fields.size();
    }

    /** Returns the names of the fields. */
    public final List<String> fieldNames() {
        return names;
    }

    /** Returns the types of the fields, in the order of the names. */
    public final List<TypeInformation<?>> fieldTypes() {
        return fields;
    }

    /**
     * Returns the type of a field.
     *
     * @param position the position of the field
     * @return its type
     */
    public final TypeInformation<?> fieldType(int position) {
        return fields.get(position);
    }

    /**
     * Returns the position of a field.
     *
     * @param name the name of the field
     * @return its position
     * @throws WeirException if there is no such field
     */
    public final int fieldPosition(String name) {
        int position = names.indexOf(name);
        if (position < 0) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "There is no field \"" + name + "\" in " + this + ", its fields are " + String.join(", ", names));
        }
        return position;
    }

    @Override
    public boolean isKeyType() {
        return fields.stream().allMatch(TypeInformation::isKeyType);
    }

    /**
     * Creates a serializer, for use by one thread, some fields of which are written in another way than their types say.
     *
     * @param instead by the position of a field what writes it; of fields that are no primitives
     * @return the serializer
     */
    public final TypeSerializer<T> createSerializer(Map<Integer, ? extends TypeSerializer<?>> instead) {
        SerializerContext context = newContext();
        List<TypeSerializer<?>> serializers = new ArrayList<>(fieldSerializers(context));
        instead.forEach(serializers::set);
        return serializerOf(serializers, context);
    }

    @Override
    public final TypeSerializer<T> createSerializer(SerializerContext context) {
        return serializerOf(fieldSerializers(context), context);
    }

    /** Creates a serializer that is made of those of the fields. */
    abstract TypeSerializer<T> serializerOf(List<TypeSerializer<?>> fieldSerializers, SerializerContext context);

    private List<TypeSerializer<?>> fieldSerializers(SerializerContext context) {
        return fields.stream()
                .<TypeSerializer<?>>map(field -> field.createSerializer(context))
                .toList();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof FieldsType<?> that
                && type == that.type
                && names.equals(that.names)
                && fields.equals(that.fields);
    }

    @Override
    public final int hashCode() {
        return 31 * type.hashCode() + fields.hashCode();
    }

    @Override
    public String toString() {
        return type.getSimpleName()
                + IntStream.range(0, fields.size())
                        .mapToObj(this::describeField)
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    /** Returns how a field shows in {@link #toString}. */
    String describeField(int position) {
        return fields.get(position).toString();
    }
}
