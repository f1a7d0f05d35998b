package io.weir.dataset;

import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.functions.KeySelector;
import io.weir.functions.ReduceFunction;
import io.weir.plan.FieldKeys;
import io.weir.plan.ForwardedFields;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.types.FieldAccessor;
import io.weir.types.order.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of a data set, grouped by a key. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class UnsortedGrouping<T> {
    private final DataSet<T> input;
    private final Groups<?, T> groups;

    private UnsortedGrouping(Groups<?, T> groups) {
        this.input = groups.input();
        this.groups = groups;
    }

    static <T, K> UnsortedGrouping<T> of(DataSet<T> input, Keying<T, K> keying, int parallelism) {
        return new UnsortedGrouping<>(Groups.of(input, keying, parallelism, "groupBy()"));
    }

    /** Keeps the first record of each group. */
    Operator<T> distinct() {
        return reduce((first, second) -> first).name("Distinct").withForwardedFields(ForwardedFields.ALL);
    }

    ExecutionEnvironment environment() {
        return input.getExecutionEnvironment();
    }

    /**
     * Makes any number of results of each group.
     *
     * @param reducer gets the records of a group, in no particular order
     * @param <O> the type of the results
     * @return the results
     */
    public <O> Operator<O> reduceGroup(GroupReduceFunction<T, O> reducer) {
        return groups.reduceGroup(Optional.empty(), reducer);
    }

    /**
     * Makes any number of results of some records of each group, where they are. What is made of one group need not be in
     * one place: to bring it together, group it again.
     *
     * @param combiner gets as many records of a group as there is memory for, in no particular order
     * @param <O> the type of the results
     * @return the results
     */
    public <O> Operator<O> combineGroup(GroupCombineFunction<T, O> combiner) {
        return groups.combineGroup(Optional.empty(), combiner);
    }

    /**
     * Keeps some records of each group, whichever they are.
     *
     * @param count how many, at least 1
     * @return those records
     */
    public Operator<T> first(int count) {
        return groups.reduceGroup(Optional.empty(), new FirstRecords<>(count), input.getType())
                .name("First " + count);
    }

    /**
     * Orders the records of each group by a field.
     *
     * @param position the position of the field, from 0
     * @param order the direction
     * @return the groups
     */
    public SortedGrouping<T> sortGroup(int position, Order order) {
        return new SortedGrouping<>(groups, SortedGrouping.by(input, position, order));
    }

    /**
     * Orders the records of each group by a field.
     *
     * @param field the name of the field
     * @param order the direction
     * @return the groups
     */
    public SortedGrouping<T> sortGroup(String field, Order order) {
        return new SortedGrouping<>(groups, SortedGrouping.by(input, field, order));
    }

    /**
     * Orders the records of each group by a value.
     *
     * @param value finds the value in a record
     * @param order the direction
     * @param <V> the type of the value
     * @return the groups
     */
    public <V> SortedGrouping<T> sortGroup(KeySelector<T, V> value, Order order) {
        return new SortedGrouping<>(groups, SortedGrouping.by(input, value, order));
    }

    /**
     * Combines the records of each group into one.
     *
     * @param reducer combines two records
     * @return one record per group
     */
    public Operator<T> reduce(ReduceFunction<T> reducer) {
        return input.operator(groups.reduce(reducer, "Reduce"));
    }

    /**
     * Adds a field up. The other fields are those of the first record.
     *
     * @param position the position of a numeric field, from 0
     * @return one record per group
     */
    public AggregateOperator<T> sum(int position) {
        return aggregate(Aggregations.SUM, position);
    }

    /**
     * Adds a field up. The other fields are those of the first record.
     *
     * @param field the name of a numeric field
     * @return one record per group
     */
    public AggregateOperator<T> sum(String field) {
        return aggregate(Aggregations.SUM, field);
    }

    /**
     * Keeps the smallest value of a field. The other fields are those of the first record.
     *
     * @param position the position of a comparable field, from 0
     * @return one record per group
     */
    public AggregateOperator<T> min(int position) {
        return aggregate(Aggregations.MIN, position);
    }

    /**
     * Keeps the smallest value of a field. The other fields are those of the first record.
     *
     * @param field the name of a comparable field
     * @return one record per group
     */
    public AggregateOperator<T> min(String field) {
        return aggregate(Aggregations.MIN, field);
    }

    /**
     * Keeps the greatest value of a field. The other fields are those of the first record.
     *
     * @param position the position of a comparable field, from 0
     * @return one record per group
     */
    public AggregateOperator<T> max(int position) {
        return aggregate(Aggregations.MAX, position);
    }

    /**
     * Keeps the greatest value of a field. The other fields are those of the first record.
     *
     * @param field the name of a comparable field
     * @return one record per group
     */
    public AggregateOperator<T> max(String field) {
        return aggregate(Aggregations.MAX, field);
    }

    /**
     * Aggregates a field.
     *
     * @param aggregation how
     * @param position the position of the field, from 0
     * @return one record per group
     */
    public AggregateOperator<T> aggregate(Aggregations aggregation, int position) {
        return aggregate(aggregation, FieldAccessor.of(input.getType(), position));
    }

    /**
     * Aggregates a field.
     *
     * @param aggregation how
     * @param field the name of the field
     * @return one record per group
     */
    public AggregateOperator<T> aggregate(Aggregations aggregation, String field) {
        return aggregate(aggregation, FieldAccessor.of(input.getType(), field));
    }

    /**
     * Keeps the record of each group with the smallest values of some fields, of which the first decides before the others.
     *
     * @param fields the positions of the fields, from 0
     * @return one record per group
     */
    public Operator<T> minBy(int... fields) {
        return reduce(io.weir.functions.aggregation.Aggregations.minBy(accessors(fields)))
                .name("Min By");
    }

    /**
     * Keeps the record of each group with the greatest values of some fields, of which the first decides before the others.
     *
     * @param fields the positions of the fields, from 0
     * @return one record per group
     */
    public Operator<T> maxBy(int... fields) {
        return reduce(io.weir.functions.aggregation.Aggregations.maxBy(accessors(fields)))
                .name("Max By");
    }

    private List<FieldAccessor<T, ?>> accessors(int... fields) {
        List<FieldAccessor<T, ?>> accessors = new ArrayList<>();
        for (int field : fields) {
            accessors.add(FieldAccessor.of(input.getType(), field));
        }
        return accessors;
    }

    private AggregateOperator<T> aggregate(Aggregations aggregation, FieldAccessor<T, ?> field) {
        return aggregate(aggregation.of(field), keysLeftBy(aggregation, field));
    }

    /** Returns the fields of the key if an aggregation leaves them as they are: all values of a key are the same, but for their sum. */
    List<String> keysLeftBy(Aggregations aggregation, FieldAccessor<T, ?> field) {
        List<String> keys = FieldKeys.names(groups.keyed().keying().selector()).orElse(List.of());
        return aggregation == Aggregations.SUM && keys.contains(field.fieldName()) ? List.of() : keys;
    }

    AggregateOperator<T> aggregate(ReduceFunction<T> function, List<String> keysLeft) {
        Transformation<T> result = groups.reduce(function, "Aggregate");
        if (!keysLeft.isEmpty()) {
            result.settings().forward(new ForwardedFields(0, keysLeft));
        }
        return new AggregateOperator<>(this, new AggregateOperator.Aggregated<>(function, keysLeft), result);
    }
}
