package io.weir.dataset;

import io.weir.execution.KeyedOperations;
import io.weir.execution.Program;
import io.weir.functions.ReduceFunction;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.types.FieldAccessor;

/**
 * The records of a data set, grouped by a key. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class UnsortedGrouping<T> {
    private final DataSet<T> input;
    private final Reduction<T> reduction;

    private UnsortedGrouping(DataSet<T> input, Reduction<T> reduction) {
        this.input = input;
        this.reduction = reduction;
    }

    static <T, K> UnsortedGrouping<T> of(DataSet<T> input, Keying<T, K> keying, int parallelism) {
        Program program = input.program();
        Transformation<T> partitioned =
                KeyedOperations.partitionByKey(program, input.getTransformation(), keying, "groupBy()");
        return new UnsortedGrouping<>(input, (function, name) -> {
            Transformation<T> reduce = KeyedOperations.reduce(program, partitioned, keying, function, name);
            reduce.settings().setParallelism(parallelism);
            return reduce;
        });
    }

    /**
     * Combines the records of each group into one.
     *
     * @param reducer combines two records
     * @return one record per group
     */
    public Operator<T> reduce(ReduceFunction<T> reducer) {
        return input.operator(reduction.by(reducer, "Reduce"));
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
        return aggregate(aggregation.of(FieldAccessor.of(input.getType(), position)));
    }

    /**
     * Aggregates a field.
     *
     * @param aggregation how
     * @param field the name of the field
     * @return one record per group
     */
    public AggregateOperator<T> aggregate(Aggregations aggregation, String field) {
        return aggregate(aggregation.of(FieldAccessor.of(input.getType(), field)));
    }

    AggregateOperator<T> aggregate(ReduceFunction<T> function) {
        return new AggregateOperator<>(this, input, reduction.by(function, "Aggregate"), function);
    }

    /** Adds a reduce by the key, whose type only the maker of the groups knows. */
    private interface Reduction<T> {
        Transformation<T> by(ReduceFunction<T> function, String name);
    }
}
