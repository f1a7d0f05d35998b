package io.weir.types.extraction;

import io.weir.tuple.Tuple;
import io.weir.types.TupleType;
import io.weir.types.TypeInformation;
import io.weir.types.UnknownType;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the types of values. */
final class ValueTypes {
    /** The type of null, which fits any other. It does not leave this class. */
    private static final TypeInformation<?> NULL = new UnknownType<>(Void.class);

    private static final TypeInformation<?> ANYTHING = new UnknownType<>(Object.class);

    private ValueTypes() {}

    static TypeInformation<?> of(Object value) {
        return withoutNull(find(value));
    }

    static TypeInformation<?> ofAll(Iterable<?> values) {
        TypeInformation<?> common = NULL;
        Class<?> lastClass = null;
        for (Object value : values) {
            // most collections hold values of one class, whose analysis is needed once only
            if (value == null || value.getClass() == lastClass) {
                continue;
            }
            common = merge(common, find(value));
            lastClass = value instanceof Tuple ? null : value.getClass();
        }
        return withoutNull(common);
    }

    private static TypeInformation<?> find(Object value) {
        if (value == null) {
            return NULL;
        }
        TypeInformation<?> type = TypeInformation.of(value.getClass());
        if (!(type instanceof TupleType)) {
            return type;
        }
        Tuple tuple = (Tuple) value;
        return tupleOf(IntStream.range(0, tuple.getArity())
                .<TypeInformation<?>>mapToObj(i -> find(tuple.<Object>getField(i)))
                .toList());
    }

    private static TypeInformation<?> merge(TypeInformation<?> first, TypeInformation<?> second) {
        if (first.equals(second) || second.equals(NULL)) {
            return first;
        }
        if (first.equals(NULL)) {
            return second;
        }
        if (first instanceof TupleType<?> tuple
                && second instanceof TupleType<?> other
                && tuple.getArity() == other.getArity()) {
            return tupleOf(IntStream.range(0, tuple.getArity())
                    .<TypeInformation<?>>mapToObj(i -> merge(tuple.fieldType(i), other.fieldType(i)))
                    .toList());
        }
        return ANYTHING;
    }

    private static TypeInformation<?> withoutNull(TypeInformation<?> type) {
        if (type instanceof TupleType<?> tuple) {
            return tupleOf(tuple.fieldTypes().stream()
                    .<TypeInformation<?>>map(ValueTypes::withoutNull)
                    .toList());
        }
        return type.equals(NULL) ? ANYTHING : type;
    }

    private static TypeInformation<?> tupleOf(List<TypeInformation<?>> fields) {
        return new TupleType<>(fields);
    }
}
