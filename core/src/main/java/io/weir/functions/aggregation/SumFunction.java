package io.weir.functions.aggregation;

import io.weir.functions.ReduceFunction;
import io.weir.types.FieldAccessor;
import java.util.function.BinaryOperator;

/**
 * Adds a field up. A field that is null counts as nothing. The thread of its task owns it.
 *
 * @param <T> the type of the records
 * @param <F> the type of the field
 */
final class SumFunction<T, F> implements ReduceFunction<T> {
    private static final long serialVersionUID = 1L;

    private final FieldAccessor<T, F> field;
    private transient Class<?> lastClass;
    private transient BinaryOperator<Object> lastAddition;

    SumFunction(FieldAccessor<T, F> field) {
        this.field = field;
    }

    @Override
    @SuppressWarnings("unchecked") // the sum has the class of its operands
    public T reduce(T first, T second) {
        F sum = field.get(first);
        F added = field.get(second);
        if (added == null) {
            return first;
        }
        if (sum == null) {
            return field.with(first, added);
        }
        if (sum.getClass() != lastClass) {
            lastAddition = Sums.addition(sum.getClass());
            lastClass = sum.getClass();
        }
        return field.with(first, (F) lastAddition.apply(sum, added));
    }
}
