package io.weir.functions.aggregation;

import io.weir.functions.ReduceFunction;
import io.weir.types.FieldAccessor;

/**
 * Keeps the smallest or greatest value of a field. A field that is null counts as nothing. The thread of its task owns
 * it.
 *
 * @param <T> the type of the records
 * @param <F> the type of the field
 */
final class ExtremeFunction<T, F> implements ReduceFunction<T> {
    private static final long serialVersionUID = 1L;

    private final FieldAccessor<T, F> field;
    private final int sign;

    /**
     * Creates a function.
     *
     * @param field the field
     * @param sign 1 for the greatest, -1 for the smallest
     */
    ExtremeFunction(FieldAccessor<T, F> field, int sign) {
        this.field = field;
        this.sign = sign;
    }

    @Override
    public T reduce(T first, T second) {
        F other = field.get(second);
        return compare(field.get(first), other, sign) < 0 ? field.with(first, other) : first;
    }

    /** Returns a negative number if the other value is the better one. Null is worse than any value. */
    @SuppressWarnings("unchecked") // checked when the plan was built, or else by the cast itself
    static int compare(Object value, Object other, int sign) {
        if (value == null || other == null) {
            return Boolean.compare(value != null, other != null);
        }
        return Integer.signum(((Comparable<Object>) value).compareTo(other)) * sign;
    }
}
