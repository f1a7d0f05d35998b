package io.weir.dataset;

import io.weir.execution.Operations;
import io.weir.execution.Program;
import io.weir.functions.ReduceFunction;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.types.TypeInformation;

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

    static <T, K> UnsortedGrouping<T> of(DataSet<T> input, Keying<T, K> keying) {
        Program program = input.program();
        Transformation<T> partitioned =
                Operations.partitionByKey(program, input.getTransformation(), keying, "groupBy()");
        return new UnsortedGrouping<>(
                input, (function, name) -> Operations.reduce(program, partitioned, keying, function, name));
    }

    /**
     * Combines the records of each group into one.
     *
     * @param reducer combines two records
     * @return one record per group
     */
    public Operator<T> reduce(ReduceFunction<T> reducer) {
        return reduce(reducer, "Reduce");
    }

    private Operator<T> reduce(ReduceFunction<T> reducer, String name) {
        return input.operator(reduction.by(reducer, name));
    }

    private TypeInformation<T> type() {
        return input.getType();
    }

    /** Adds a reduce by the key, whose type only the maker of the groups knows. */
    private interface Reduction<T> {
        Transformation<T> by(ReduceFunction<T> function, String name);
    }
}
