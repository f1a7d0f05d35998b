package io.weir.dataset;

import io.weir.functions.ReduceFunction;
import io.weir.plan.Transformation;
import io.weir.types.FieldAccessor;
import java.util.List;

/**
 * The result of aggregating fields. Its methods aggregate further fields in the same pass. The thread that builds the
 * program owns it.
 *
 * @param <T> the type of the records
 */
public final class AggregateOperator<T> extends Operator<T> {
    private final UnsortedGrouping<T> grouping;
    private final Aggregated<T> aggregated;

    AggregateOperator(UnsortedGrouping<T> grouping, Aggregated<T> aggregated, Transformation<T> transformation) {
        super(grouping.environment(), transformation);
        this.grouping = grouping;
        this.aggregated = aggregated;
    }

    /**
     * What is aggregated so far.
     *
     * @param function aggregates
     * @param keysLeft the fields of the key if they stay as they are, else nothing
     * @param <T> the type of the records
     */
    record Aggregated<T>(ReduceFunction<T> function, List<String> keysLeft) {}

    /**
     * Aggregates a further field.
     *
     * @param aggregation how
     * @param position the position of the field, from 0
     * @return one record per group, with both fields aggregated
     */
    public AggregateOperator<T> and(Aggregations aggregation, int position) {
        return and(aggregation, FieldAccessor.<T, Object>of(getType(), position));
    }

    /**
     * Aggregates a further field.
     *
     * @param aggregation how
     * @param field the name of the field
     * @return one record per group, with both fields aggregated
     */
    public AggregateOperator<T> and(Aggregations aggregation, String field) {
        return and(aggregation, FieldAccessor.<T, Object>of(getType(), field));
    }

    private AggregateOperator<T> and(Aggregations aggregation, FieldAccessor<T, ?> field) {
        return grouping.aggregate(
                new Both<>(aggregated.function(), aggregation.of(field)),
                aggregated.keysLeft().isEmpty() ? List.of() : grouping.keysLeftBy(aggregation, field));
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
