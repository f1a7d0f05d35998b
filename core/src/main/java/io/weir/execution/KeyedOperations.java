package io.weir.execution;

import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.ReduceFunction;
import io.weir.plan.KeyedProcessTransformation;
import io.weir.plan.KeyedReduceTransformation;
import io.weir.plan.Keying;
import io.weir.plan.PartitionTransformation;
import io.weir.plan.Partitioning;
import io.weir.plan.SerializableCheck;
import io.weir.plan.Transformation;
import io.weir.types.KeyChecks;
import io.weir.types.TypeInformation;
import java.util.Optional;

/**
 * Adds operations on records with keys to programs; what {@link Operations} is for the others. Stateless.
 */
public final class KeyedOperations {
    private KeyedOperations() {}

    /**
     * Adds an operation that gives each record to a process function with state and timers of its key.
     *
     * @param input what {@link #partitionByKey} returned for the same keying
     */
    public static <K, I, O> Transformation<O> process(
            Program program,
            Transformation<I> input,
            Keying<I, K> keying,
            KeyedProcessFunction<K, I, O> function,
            TypeInformation<O> type) {
        SerializableCheck.require(function, "process()");
        return program.add(
                new KeyedProcessTransformation<>(program.newOperation("Keyed Process", type), input, keying, function));
    }

    /**
     * Sends the records of one key to one instance of the next operation.
     *
     * @param where what the program calls it, such as {@code keyBy()}
     */
    public static <T, K> Transformation<T> partitionByKey(
            Program program, Transformation<T> input, Keying<T, K> keying, String where) {
        SerializableCheck.require(keying.selector(), where);
        KeyChecks.requireStableHash(keying.keyType(), where);
        return program.add(new PartitionTransformation<>(
                program.newOperation("Partition", input.settings().outputType()),
                input,
                new Partitioning.Hash<>(keying.selector()),
                Optional.of(keying)));
    }

    /**
     * Sends the records of one key to one instance of the next operation, which has no state of the key.
     *
     * @param where what the program calls it, such as {@code partitionByHash()}
     */
    public static <T, K> Transformation<T> partitionByHash(
            Program program, Transformation<T> input, Keying<T, K> keying, String where) {
        SerializableCheck.require(keying.selector(), where);
        KeyChecks.requireStableHash(keying.keyType(), where);
        return Operations.partition(program, input, new Partitioning.Hash<>(keying.selector()));
    }

    /**
     * Adds an operation that combines the records of each key.
     *
     * @param input what {@link #partitionByKey} returned for the same keying
     * @param name the name people see
     */
    public static <T, K> Transformation<T> reduce(
            Program program, Transformation<T> input, Keying<T, K> keying, ReduceFunction<T> function, String name) {
        SerializableCheck.require(function, "reduce()");
        return program.add(new KeyedReduceTransformation<>(
                program.newOperation(name, input.settings().outputType()), input, keying, function));
    }
}
