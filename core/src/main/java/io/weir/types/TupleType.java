package io.weir.types;

import io.weir.serialization.SerializerContext;
import io.weir.serialization.TupleSerializers;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tuple type: its fields are {@code f0}, {@code f1} and so on.
 *
 * @param <T> the tuple
 */
public final class TupleType<T extends Tuple> extends FieldsType<T> {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a type.
     *
     * @param fields the types of the fields, 25 at most
     */
    @SuppressWarnings("unchecked") // the class for this number of fields is that of T
    public TupleType(List<? extends TypeInformation<?>> fields) {
        super(
                (Class<T>) Tuple.getTupleClass(fields.size()),
                IntStream.range(0, fields.size()).mapToObj(i -> "f" + i).toList(),
                fields);
    }

    @Override
    @SuppressWarnings("unchecked") // it is made of the serializers of the fields of T
    TypeSerializer<T> serializerOf(List<TypeSerializer<?>> fieldSerializers, SerializerContext context) {
        return (TypeSerializer<T>) TupleSerializers.of(fieldSerializers);
    }
}
