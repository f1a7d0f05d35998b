package io.weir.functions.aggregation;

import io.weir.functions.ReduceFunction;
import io.weir.types.FieldAccessor;

/**
 * Keeps the record with the smallest or greatest value of a field. The thread of its task owns it.
 *
 * @param <T> the type of the records
 */
final class ExtremeRecordFunction<T> implements ReduceFunction<T> {
    private static final long serialVersionUID = 1L;

    private final FieldAccessor<T, ?> field;
    private final int sign;
    private final boolean keepFirst;

    /**
     * Creates a function.
     *
     * @param field the field
     * @param sign 1 for the greatest, -1 for the smallest
     * @param keepFirst whether the first of several such records is kept, else the last
     */
    ExtremeRecordFunction(FieldAccessor<T, ?> field, int sign, boolean keepFirst) {
        this.field = field;
        this.sign = sign;
        this.keepFirst = keepFirst;
    }

    @Override
    public T reduce(T first, T second) {
        int order = ExtremeFunction.compare(field.get(first), field.get(second), sign);
        return order > 0 || order == 0 && keepFirst ? first : second;
    }
}
