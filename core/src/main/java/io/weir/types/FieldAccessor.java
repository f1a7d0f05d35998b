package io.weir.types;

import java.io.Serializable;

/**
 * Reads a field of a record, and makes a record with another value in it. Created when the plan is built, it travels
 * with the function that uses it; there one thread owns it.
 *
 * @param <T> the type of the record
 * @param <F> the type of the field
 */
public abstract class FieldAccessor<T, F> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** For the accessors of this package. */
    FieldAccessor() {}

    /**
     * Returns the field of a record.
     *
     * @param value the record
     * @return its field
     */
    public abstract F get(T value);

    /**
     * Returns a record with another field. The other fields are those of the original, not copies of them.
     *
     * @param value the original, which stays as it is
     * @param field the new field
     * @return the new record
     */
    public abstract T with(T value, F field);

    /** Returns the type of the field. */
    public abstract TypeInformation<F> fieldType();

    /** Returns how messages name the field. */
    public abstract String fieldName();

    /**
     * Creates access to a field by its position.
     *
     * @param type the type of the record: tuple, record or POJO; 0 is the value itself where there are no fields
     * @param position the position
     * @param <T> the type of the record
     * @param <F> the type of the field
     * @return access to the field
     * @throws io.weir.util.WeirException if there is no such field
     */
    public static <T, F> FieldAccessor<T, F> of(TypeInformation<T> type, int position) {
        return FieldAccessors.byPosition(type, position);
    }

    /**
     * Creates access to a field by its name.
     *
     * @param type the type of the record
     * @param expression the name: {@code f0} or {@code 0} for tuples, {@code *} for the value itself; fields of fields
     *     are separated by dots
     * @param <T> the type of the record
     * @param <F> the type of the field
     * @return access to the field
     * @throws io.weir.util.WeirException if there is no such field
     */
    public static <T, F> FieldAccessor<T, F> of(TypeInformation<T> type, String expression) {
        return FieldAccessors.byName(type, expression);
    }
}
