package io.weir.dataset;

import io.weir.execution.BatchOperations;
import io.weir.execution.KeyedOperations;
import io.weir.execution.Program;
import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.functions.ReduceFunction;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.types.order.Ordering;
import java.util.Optional;

/**
 * A data set whose records come by their keys, with the type of the keys, which the program need not know. Immutable.
 *
 * @param input the data set
 * @param keyed its records, by their keys
 * @param parallelism of what takes the groups
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
record Groups<K, T>(DataSet<T> input, BatchOperations.Grouped<K, T> keyed, int parallelism) {
    static <K, T> Groups<K, T> of(DataSet<T> input, Keying<T, K> keying, int parallelism, String where) {
        Transformation<T> partitioned =
                KeyedOperations.partitionByKey(input.program(), input.getTransformation(), keying, where);
        return new Groups<>(input, new BatchOperations.Grouped<>(partitioned, keying), parallelism);
    }

    private Program program() {
        return input.program();
    }

    Transformation<T> reduce(ReduceFunction<T> function, String name) {
        return sized(KeyedOperations.reduce(program(), keyed.records(), keyed.keying(), function, name));
    }

    <O> Operator<O> reduceGroup(Optional<Ordering<T>> within, GroupReduceFunction<T, O> function) {
        TypeInformation<O> type = TypeExtractor.resultType(function, GroupReduceFunction.class, 1, input.getType());
        return reduceGroup(within, function, type);
    }

    <O> Operator<O> reduceGroup(
            Optional<Ordering<T>> within, GroupReduceFunction<T, O> function, TypeInformation<O> type) {
        return input.operator(sized(BatchOperations.reduceGroup(program(), keyed, within, function, type)));
    }

    /** Combines where the records are: those of the data set, not those that come by their keys. */
    <O> Operator<O> combineGroup(Optional<Ordering<T>> within, GroupCombineFunction<T, O> function) {
        TypeInformation<O> type = TypeExtractor.resultType(function, GroupCombineFunction.class, 1, input.getType());
        Transformation<O> combined = BatchOperations.combineGroup(
                program(),
                new BatchOperations.Grouped<>(input.getTransformation(), keyed.keying()),
                within,
                function,
                type);
        // No record travels: there are as many instances as of the records.
        combined.settings().setParallelism(input.getTransformation().settings().parallelism());
        return input.operator(combined);
    }

    private <O> Transformation<O> sized(Transformation<O> operation) {
        operation.settings().setParallelism(parallelism);
        return operation;
    }
}
