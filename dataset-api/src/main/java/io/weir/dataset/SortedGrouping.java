package io.weir.dataset;

import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.functions.KeySelector;
import io.weir.types.FieldAccessor;
import io.weir.types.extraction.TypeExtractor;
import io.weir.types.order.Order;
import io.weir.types.order.Ordering;
import java.util.Optional;

/**
 * The records of a data set, grouped by a key, those of each group in an order. The thread that builds the program owns
 * it.
 *
 * @param <T> the type of the records
 */
public final class SortedGrouping<T> {
    private final Groups<?, T> groups;
    private final Ordering<T> within;

    SortedGrouping(Groups<?, T> groups, Ordering<T> within) {
        this.groups = groups;
        this.within = within;
    }

    static <T> Ordering<T> by(DataSet<T> input, int position, Order order) {
        return Ordering.by(FieldAccessor.of(input.getType(), position), order);
    }

    static <T> Ordering<T> by(DataSet<T> input, String field, Order order) {
        return Ordering.by(FieldAccessor.of(input.getType(), field), order);
    }

    static <T, V> Ordering<T> by(DataSet<T> input, KeySelector<T, V> value, Order order) {
        return Ordering.by(value, TypeExtractor.keyType(value, input.getType()), order);
    }

    /**
     * Orders records that the order so far leaves equal.
     *
     * @param position the position of a field, from 0
     * @param order the direction
     * @return the groups
     */
    public SortedGrouping<T> sortGroup(int position, Order order) {
        return new SortedGrouping<>(groups, within.then(by(groups.input(), position, order)));
    }

    /**
     * Orders records that the order so far leaves equal.
     *
     * @param field the name of a field
     * @param order the direction
     * @return the groups
     */
    public SortedGrouping<T> sortGroup(String field, Order order) {
        return new SortedGrouping<>(groups, within.then(by(groups.input(), field, order)));
    }

    /**
     * Orders records that the order so far leaves equal.
     *
     * @param value finds a value in a record
     * @param order the direction
     * @param <V> the type of the value
     * @return the groups
     */
    public <V> SortedGrouping<T> sortGroup(KeySelector<T, V> value, Order order) {
        return new SortedGrouping<>(groups, within.then(by(groups.input(), value, order)));
    }

    /**
     * Makes any number of results of some records of each group, where they are. What is made of one group need not be in
     * one place: to bring it together, group it again.
     *
     * @param combiner gets as many records of a group as there is memory for, in their order
     * @param <O> the type of the results
     * @return the results
     */
    public <O> Operator<O> combineGroup(GroupCombineFunction<T, O> combiner) {
        return groups.combineGroup(Optional.of(within), combiner);
    }

    /**
     * Makes any number of results of each group.
     *
     * @param reducer gets the records of a group in their order
     * @param <O> the type of the results
     * @return the results
     */
    public <O> Operator<O> reduceGroup(GroupReduceFunction<T, O> reducer) {
        return groups.reduceGroup(Optional.of(within), reducer);
    }

    /**
     * Keeps the first records of each group.
     *
     * @param count how many, at least 1
     * @return those records
     */
    public Operator<T> first(int count) {
        return groups.reduceGroup(
                        Optional.of(within),
                        new FirstRecords<>(count),
                        groups.input().getType())
                .name("First " + count);
    }
}
