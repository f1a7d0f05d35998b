package io.weir.functions.aggregation;

import io.weir.functions.ReduceFunction;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;

/**
 * Reduces that sum a field up or keep the smallest or greatest. They change none of their inputs: the result is one of
 * them, or a new record.
 */
public final class Aggregations {
    private Aggregations() {}

    /**
     * Adds a field up. The other fields are those of the record combined so far.
     *
     * @param field a numeric field
     * @param <T> the type of the records
     * @return the function
     * @throws WeirException if the field is not numeric
     */
    public static <T> ReduceFunction<T> sum(FieldAccessor<T, ?> field) {
        if (!field.fieldType().isUnknown() && !Sums.canAdd(field.fieldType().getTypeClass())) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "sum: field " + field.fieldName() + " is of type " + field.fieldType() + ", which is no number");
        }
        return new SumFunction<>(field);
    }

    /**
     * Keeps the smallest value of a field. The other fields are those of the record combined so far.
     *
     * @param field a comparable field
     * @param <T> the type of the records
     * @return the function
     * @throws WeirException if the field is not comparable
     */
    public static <T> ReduceFunction<T> min(FieldAccessor<T, ?> field) {
        return new ExtremeFunction<>(comparable(field, "min"), -1);
    }

    /**
     * Keeps the greatest value of a field. The other fields are those of the record combined so far.
     *
     * @param field a comparable field
     * @param <T> the type of the records
     * @return the function
     * @throws WeirException if the field is not comparable
     */
    public static <T> ReduceFunction<T> max(FieldAccessor<T, ?> field) {
        return new ExtremeFunction<>(comparable(field, "max"), 1);
    }

    /**
     * Keeps the record with the smallest value of a field.
     *
     * @param field a comparable field
     * @param first whether the first of several such records is kept, else the last
     * @param <T> the type of the records
     * @return the function
     * @throws WeirException if the field is not comparable
     */
    public static <T> ReduceFunction<T> minBy(FieldAccessor<T, ?> field, boolean first) {
        return new ExtremeRecordFunction<>(List.of(comparable(field, "minBy")), -1, first);
    }

    /**
     * Keeps the record with the greatest value of a field.
     *
     * @param field a comparable field
     * @param first whether the first of several such records is kept, else the last
     * @param <T> the type of the records
     * @return the function
     * @throws WeirException if the field is not comparable
     */
    public static <T> ReduceFunction<T> maxBy(FieldAccessor<T, ?> field, boolean first) {
        return new ExtremeRecordFunction<>(List.of(comparable(field, "maxBy")), 1, first);
    }

    /**
     * Keeps the record with the smallest values of some fields, of which the first decides before the others. Of equal ones
     * any may be kept.
     *
     * @param fields comparable fields, at least one
     * @param <T> the type of the records
     * @return the function
     * @throws WeirException if a field is not comparable
     */
    public static <T> ReduceFunction<T> minBy(List<FieldAccessor<T, ?>> fields) {
        return by(fields, "minBy", -1);
    }

    /**
     * Keeps the record with the greatest values of some fields, of which the first decides before the others. Of equal ones
     * any may be kept.
     *
     * @param fields comparable fields, at least one
     * @param <T> the type of the records
     * @return the function
     * @throws WeirException if a field is not comparable
     */
    public static <T> ReduceFunction<T> maxBy(List<FieldAccessor<T, ?>> fields) {
        return by(fields, "maxBy", 1);
    }

    private static <T> ReduceFunction<T> by(List<FieldAccessor<T, ?>> fields, String what, int sign) {
        if (fields.isEmpty()) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, what + "() needs at least one field.");
        }
        fields.forEach(field -> comparable(field, what));
        return new ExtremeRecordFunction<>(List.copyOf(fields), sign, true);
    }

    private static <T> FieldAccessor<T, ?> comparable(FieldAccessor<T, ?> field, String what) {
        TypeInformation<?> type = field.fieldType();
        if (!type.isUnknown() && !Comparable.class.isAssignableFrom(type.getTypeClass())) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    what + ": field " + field.fieldName() + " is of type " + type
                            + ", whose values cannot be compared");
        }
        return field;
    }
}
