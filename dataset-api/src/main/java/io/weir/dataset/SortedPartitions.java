package io.weir.dataset;

import io.weir.execution.BatchOperations;
import io.weir.functions.KeySelector;
import io.weir.types.order.Order;
import io.weir.types.order.Ordering;

/**
 * A data set of which the records of each instance are in an order. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class SortedPartitions<T> extends Operator<T> {
    private final DataSet<T> input;
    private final Ordering<T> ordering;

    private SortedPartitions(DataSet<T> input, Ordering<T> ordering) {
        super(
                input.getExecutionEnvironment(),
                BatchOperations.sortPartition(input.program(), input.getTransformation(), ordering));
        this.input = input;
        this.ordering = ordering;
    }

    static <T> SortedPartitions<T> of(DataSet<T> input, Ordering<T> ordering) {
        return new SortedPartitions<>(input, ordering);
    }

    /**
     * Orders records that the order so far leaves equal.
     *
     * @param position the position of a field, from 0
     * @param order the direction
     * @return all records
     */
    @Override
    public SortedPartitions<T> sortPartition(int position, Order order) {
        return then(SortedGrouping.by(input, position, order));
    }

    /**
     * Orders records that the order so far leaves equal.
     *
     * @param field the name of a field
     * @param order the direction
     * @return all records
     */
    @Override
    public SortedPartitions<T> sortPartition(String field, Order order) {
        return then(SortedGrouping.by(input, field, order));
    }

    /**
     * Orders records that the order so far leaves equal.
     *
     * @param value finds the value in a record
     * @param order the direction
     * @param <V> the type of the value
     * @return all records
     */
    @Override
    public <V> SortedPartitions<T> sortPartition(KeySelector<T, V> value, Order order) {
        return then(SortedGrouping.by(input, value, order));
    }

    private SortedPartitions<T> then(Ordering<T> next) {
        SortedPartitions<T> sorted = of(input, ordering.then(next));
        sorted.name(getName());
        sorted.getTransformation().settings().setParallelism(getParallelism());
        return sorted;
    }
}
