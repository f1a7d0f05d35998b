package io.weir.dataset;

import io.weir.functions.MapFunction;
import io.weir.plan.ForwardedFields;
import io.weir.tuple.Tuple;
import io.weir.types.FieldAccessor;
import io.weir.types.FieldsType;
import io.weir.types.ResultTypeQueryable;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes tuples of some fields of records.
 *
 * @param fields the fields, in the order of the tuple
 * @param <T> the type of the records
 * @param <R> the tuple
 */
record Projection<T, R extends Tuple>(List<FieldAccessor<T, Object>> fields)
        implements MapFunction<T, R>, ResultTypeQueryable<R> {
    private static final long serialVersionUID = 1L;

    static <T, R extends Tuple> Projection<T, R> of(TypeInformation<T> type, int... positions) {
        List<FieldAccessor<T, Object>> fields = new ArrayList<>();
        for (int position : positions) {
            fields.add(FieldAccessor.of(type, position));
        }
        checkCount(fields.size());
        return new Projection<>(List.copyOf(fields));
    }

    /** Returns which fields of an input are where in the tuples; none if the fields of its type are not known. */
    static ForwardedFields kept(int input, TypeInformation<?> type, List<? extends FieldAccessor<?, ?>> fields) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < fields.size() && type instanceof FieldsType<?>; i++) {
            if (fields.get(i) != null) {
                kept.add(fields.get(i).fieldName() + "->f" + i);
            }
        }
        return new ForwardedFields(input, kept, false);
    }

    static void checkCount(int fields) {
        if (fields < 1 || fields > Tuple.MAX_ARITY) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A projection has 1 to " + Tuple.MAX_ARITY + " fields, not " + fields + ".");
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the tuple of so many fields is the one that the program names
    public R map(T value) {
        Tuple tuple = Tuple.newInstance(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            tuple.setField(fields.get(i).get(value), i);
        }
        return (R) tuple;
    }

    @Override
    @SuppressWarnings("unchecked") // see map
    public TypeInformation<R> getProducedType() {
        return (TypeInformation<R>)
                Types.TUPLE(fields.stream().map(FieldAccessor::fieldType).toArray(TypeInformation<?>[]::new));
    }
}
