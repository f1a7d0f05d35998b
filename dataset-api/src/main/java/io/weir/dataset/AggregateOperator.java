package io.weir.dataset;

import io.weir.functions.ReduceFunction;
import io.weir.plan.Transformation;
import io.weir.types.FieldAccessor;

/**
 * The result of aggregating fields. Its methods aggregate further fields in the same pass. The thread that builds the
 * program owns it.
 *
 * @param <T> the type of the records
 */
public final class AggregateOperator<T> extends Operator<T> {
    private final UnsortedGrouping<T> grouping;
    private final ReduceFunction<T> function;

    AggregateOperator(
            UnsortedGrouping<T> grouping,
            DataSet<T> input,
            Transformation<T> transformation,
            ReduceFunction<T> function) {
        super(input.getExecutionEnvironment(), transformation);
        this.grouping = grouping;
        this.function = function;
    }

    /**
     * Aggregates a further field.
     *
     * @param aggregation how
     * @param position the position of the field, from 0
     * @return one record per group, with both fields aggregated
     */
    public AggregateOperator<T> and(Aggregations aggregation, int position) {
        ReduceFunction<T> further = aggregation.of(FieldAccessor.of(getType(), position));
        return grouping.aggregate(new Both<>(function, further));
    }

    /**
     * Aggregates a further field.
     *
     * @param aggregation how
     * @param field the name of the field
     * @return one record per group, with both fields aggregated
     */
    public AggregateOperator<T> and(Aggregations aggregation, String field) {
        ReduceFunction<T> further = aggregation.of(FieldAccessor.of(getType(), field));
        return grouping.aggregate(new Both<>(function, further));
    }

    /**
     * Adds a further field up.
     *
     * @param position the position of the field, from 0
     * @return one record per group, with both fields aggregated
     */
    public AggregateOperator<T> andSum(int position) {
        return and(Aggregations.SUM, position);
    }

    /**
     * Keeps the smallest value of a further field.
     *
     * @param position the position of the field, from 0
     * @return one record per group, with both fields aggregated
     */
    public AggregateOperator<T> andMin(int position) {
        return and(Aggregations.MIN, position);
    }

    /**
     * Keeps the greatest value of a further field.
     *
     * @param position the position of the field, from 0
     * @return one record per group, with both fields aggregated
     */
    public AggregateOperator<T> andMax(int position) {
        return and(Aggregations.MAX, position);
    }

    /**
     * Aggregates one field and then another: aggregations keep the other fields of their first argument.
     *
     * @param one the first aggregation
     * @param other the second
     * @param <T> the type of the records
     */
    private record Both<T>(ReduceFunction<T> one, ReduceFunction<T> other) implements ReduceFunction<T> {
        private static final long serialVersionUID = 1L;

        @Override
        public T reduce(T first, T second) throws Exception {
            return other.reduce(one.reduce(first, second), second);
        }
    }
}
