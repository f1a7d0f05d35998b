package io.weir.plan;

import io.weir.functions.KeySelector;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple1;
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
        if (selector instanceof OnlyField<?> only) {
            return Optional.of(List.of(only.field().fieldName()));
        }
        return selector instanceof Selector<?> fields
                        && fields.fields().stream()
                                .noneMatch(field -> field.fieldType().isUnknown())
                ? Optional.of(
                        fields.fields().stream().map(FieldAccessor::fieldName).toList())
                : Optional.empty();
    }

    /**
     * Returns a keying that tells the same keys apart with fewer objects: by the only field itself, not by a tuple of it. It is for the
     * tables of one operator; whatever others see, as state or on other machines, has the keys of the program.
     *
     * @param keying the program's keying
     * @param <T> the type of the records
     * @param <K> the type of the program's keys, which the result need not have
     * @return the keying by the only field, or the program's
     */
    @SuppressWarnings("unchecked") // tables only hash and compare keys
    public static <T, K> Keying<T, K> bare(Keying<T, K> keying) {
        return onlyField(keying.selector())
                .map(field -> (Keying<T, K>) new Keying<>(new OnlyField<>(field), field.fieldType()))
                .orElse(keying);
    }

    /**
     * Returns the same for two inputs.
     *
     * @param keying the program's keying
     * @param <K> the type of the program's keys, which the result need not have
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @return the keying by the only field of each, or the program's
     */
    @SuppressWarnings("unchecked") // tables only hash and compare keys
    public static <K, A, B> CoKeying<K, A, B> bare(CoKeying<K, A, B> keying) {
        Optional<FieldAccessor<A, Object>> first = onlyField(keying.first());
        Optional<FieldAccessor<B, Object>> second = onlyField(keying.second());
        if (first.isEmpty() || second.isEmpty()) {
            return keying;
        }
        return (CoKeying<K, A, B>) new CoKeying<>(
                new OnlyField<>(first.get()),
                new OnlyField<>(second.get()),
                first.get().fieldType());
    }

    /** Returns the key that a {@linkplain #bare bare} keying has in place of one that the program's own selector has made. */
    public static Object bare(Object key) {
        return key instanceof Tuple1<?> tuple ? OnlyField.orNull(tuple.f0) : key;
    }

    @SuppressWarnings("unchecked") // a selector is one of the records that it takes
    private static <T> Optional<FieldAccessor<T, Object>> onlyField(KeySelector<T, ?> selector) {
        if (!(selector instanceof Selector<?> fields) || fields.fields().size() != 1) {
            return Optional.empty();
        }
        FieldAccessor<T, Object> field =
                (FieldAccessor<T, Object>) fields.fields().get(0);
        return Optional.of(field)
                .filter(only -> only.fieldType().createSerializer().isImmutable());
    }

    /** Takes a field as the key; what is null has a key like any other. */
    private record OnlyField<T>(FieldAccessor<T, Object> field) implements KeySelector<T, Object> {
        private static final long serialVersionUID = 1L;
        private static final Object NULL = new Object();

        @Override
        public Object getKey(T value) {
            return orNull(field.get(value));
        }

        static Object orNull(Object key) {
            return key == null ? NULL : key;
        }
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
