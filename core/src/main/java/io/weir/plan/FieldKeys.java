package io.weir.plan;

import io.weir.functions.KeySelector;
import io.weir.tuple.Tuple;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes keys of fields that the program names by position or by name: the key of a record is a tuple of them. Both APIs
 * use it. Stateless.
 */
public final class FieldKeys {
    private FieldKeys() {}

    /**
     * Returns the keying by fields at some positions.
     *
     * @param type the type of the records
     * @param positions the positions of the fields, from 0
     * @param <T> the type of the records
     * @return the keying
     * @throws WeirException if the type has no such field
     */
    public static <T> Keying<T, Tuple> at(TypeInformation<T> type, int... positions) {
        return keying(Arrays.stream(positions).mapToObj(position -> FieldAccessor.of(type, position)));
    }

    /**
     * Returns the keying by named fields.
     *
     * @param type the type of the records
     * @param names the names of the fields, with dots between those of nested ones; those of tuples are f0, f1 and so on
     * @param <T> the type of the records
     * @return the keying
     * @throws WeirException if the type has no such field
     */
    public static <T> Keying<T, Tuple> named(TypeInformation<T> type, String... names) {
        return keying(Arrays.stream(names).map(name -> FieldAccessor.of(type, name)));
    }

    private static <T> Keying<T, Tuple> keying(Stream<FieldAccessor<T, Object>> accessors) {
        List<FieldAccessor<T, Object>> fields = accessors.toList();
        if (fields.isEmpty() || fields.size() > Tuple.MAX_ARITY) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A key has 1 to " + Tuple.MAX_ARITY + " fields, not " + fields.size() + ".");
        }
        TypeInformation<?>[] types =
                fields.stream().map(FieldAccessor::fieldType).toArray(TypeInformation<?>[]::new);
        return new Keying<>(new Selector<>(fields), Types.TUPLE(types));
    }

    /**
     * Returns the names of the fields that make a key.
     *
     * @param selector finds the key
     * @return the names, in the order of the key; nothing if the key is made in another way, or of fields whose types are unknown
     */
    public static Optional<List<String>> names(KeySelector<?, ?> selector) {
        return selector instanceof Selector<?> fields
                        && fields.fields().stream()
                                .noneMatch(field -> field.fieldType().isUnknown())
                ? Optional.of(
                        fields.fields().stream().map(FieldAccessor::fieldName).toList())
                : Optional.empty();
    }

    /** Makes the key of a record. */
    private record Selector<T>(List<FieldAccessor<T, Object>> fields) implements KeySelector<T, Tuple> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple getKey(T value) {
            int arity = fields.size();
            Tuple key = Tuple.newInstance(arity);
            for (int i = 0; i < arity; i++) {
                key.setField(fields.get(i).get(value), i);
            }
            return key;
        }
    }
}
