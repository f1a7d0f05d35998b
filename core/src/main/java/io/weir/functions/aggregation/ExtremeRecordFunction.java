package io.weir.functions.aggregation;

import io.weir.functions.ReduceFunction;
import io.weir.types.FieldAccessor;
import java.util.List;

/**
 * Keeps the record with the smallest or greatest values of some fields. The thread of its task owns it.
 *
 * @param <T> the type of the records
 */
final class ExtremeRecordFunction<T> implements ReduceFunction<T> {
    private static final long serialVersionUID = 1L;

    private final List<FieldAccessor<T, ?>> fields;
    private final int sign;
    private final boolean keepFirst;

    /**
     * Creates a function.
     *
     * @param fields the fields, of which the first decides before the others
     * @param sign 1 for the greatest, -1 for the smallest
     * @param keepFirst whether the first of several such records is kept, else the last
     */
    ExtremeRecordFunction(List<FieldAccessor<T, ?>> fields, int sign, boolean keepFirst) {
        this.fields = fields;
        this.sign = sign;
        this.keepFirst = keepFirst;
    }

    @Override
    public T reduce(T first, T second) {
        int order = 0;
        for (int i = 0; i < fields.size() && order == 0; i++) {
            FieldAccessor<T, ?> field = fields.get(i);
            order = ExtremeFunction.compare(field.get(first), field.get(second), sign);
        }
        return order > 0 || order == 0 && keepFirst ? first : second;
    }
}
