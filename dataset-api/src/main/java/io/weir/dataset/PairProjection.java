package io.weir.dataset;

import io.weir.functions.CrossFunction;
import io.weir.functions.JoinFunction;
import io.weir.plan.ForwardedFields;
import io.weir.tuple.Tuple;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes tuples of some fields of pairs. Where one of a pair is null, so are its fields.
 *
 * @param fields the fields, in the order of the tuple
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 * @param <R> the tuple
 */
record PairProjection<A, B, R extends Tuple>(List<Field<A, B>> fields)
        implements JoinFunction<A, B, R>, CrossFunction<A, B, R> {
    private static final long serialVersionUID = 1L;

    /**
     * A field of one of the two; one of the accessors is null.
     *
     * @param first finds the field in the first record
     * @param second finds the field in the second record
     */
    record Field<A, B>(FieldAccessor<A, Object> first, FieldAccessor<B, Object> second)
            implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        Object get(A one, B other) {
            if (first != null) {
                return one == null ? null : first.get(one);
            }
            return other == null ? null : second.get(other);
        }

        TypeInformation<?> type() {
            return first != null ? first.fieldType() : second.fieldType();
        }
    }

    /** Returns this with further fields of the first records; no positions stand for the whole record. */
    <S extends Tuple> PairProjection<A, B, S> withFirst(TypeInformation<A> type, int... positions) {
        List<Field<A, B>> all = new ArrayList<>(fields);
        accessors(type, positions).forEach(field -> all.add(new Field<>(field, null)));
        return checked(all);
    }

    /** Returns this with further fields of the second records; no positions stand for the whole record. */
    <S extends Tuple> PairProjection<A, B, S> withSecond(TypeInformation<B> type, int... positions) {
        List<Field<A, B>> all = new ArrayList<>(fields);
        accessors(type, positions).forEach(field -> all.add(new Field<>(null, field)));
        return checked(all);
    }

    private static <T> List<FieldAccessor<T, Object>> accessors(TypeInformation<T> type, int... positions) {
        List<FieldAccessor<T, Object>> accessors = new ArrayList<>();
        if (positions.length == 0) {
            accessors.add(FieldAccessor.of(type, "*"));
        }
        for (int position : positions) {
            accessors.add(FieldAccessor.of(type, position));
        }
        return accessors;
    }

    private static <A, B, S extends Tuple> PairProjection<A, B, S> checked(List<Field<A, B>> fields) {
        Projection.checkCount(fields.size());
        return new PairProjection<>(List.copyOf(fields));
    }

    /** Returns which fields of both inputs are where in the tuples. */
    List<ForwardedFields> kept(TypeInformation<A> one, TypeInformation<B> other) {
        List<FieldAccessor<A, Object>> ofOne = new ArrayList<>();
        List<FieldAccessor<B, Object>> ofOther = new ArrayList<>();
        fields.forEach(field -> ofOne.add(field.first()));
        fields.forEach(field -> ofOther.add(field.second()));
        return List.of(Projection.kept(0, one, ofOne), Projection.kept(1, other, ofOther));
    }

    @SuppressWarnings("unchecked") // the tuple of so many fields is the one that the program names
    TypeInformation<R> type() {
        return (TypeInformation<R>) Types.TUPLE(fields.stream().map(Field::type).toArray(TypeInformation<?>[]::new));
    }

    @SuppressWarnings("unchecked") // see type
    private R tuple(A first, B second) {
        Tuple tuple = Tuple.newInstance(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            tuple.setField(fields.get(i).get(first, second), i);
        }
        return (R) tuple;
    }

    @Override
    public R join(A first, B second) {
        return tuple(first, second);
    }

    @Override
    public R cross(A first, B second) {
        return tuple(first, second);
    }
}
