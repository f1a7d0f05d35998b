package io.weir.execution;

import io.weir.functions.CoGroupFunction;
import io.weir.functions.CrossFunction;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.functions.MapPartitionFunction;
import io.weir.plan.CoGroupTransformation;
import io.weir.plan.CoKeying;
import io.weir.plan.CrossTransformation;
import io.weir.plan.GroupCombineTransformation;
import io.weir.plan.GroupReduceTransformation;
import io.weir.plan.JoinHint;
import io.weir.plan.JoinTransformation;
import io.weir.plan.JoinType;
import io.weir.plan.Keying;
import io.weir.plan.MapPartitionTransformation;
import io.weir.plan.PartitionTransformation;
import io.weir.plan.Partitioning;
import io.weir.plan.SerializableCheck;
import io.weir.plan.SortTransformation;
import io.weir.plan.Transformation;
import io.weir.plan.UnionTransformation;
import io.weir.types.TypeInformation;
import io.weir.types.order.Ordering;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Optional;

/** Adds operations to programs that need all of their bounded input; what {@link Operations} is for the others. Stateless. */
public final class BatchOperations {
    private BatchOperations() {}

    /**
     * Adds an operation that gives the records of each key to a function.
     *
     * @param grouped what {@link KeyedOperations#partitionByKey} returned, and the keying it was given
     * @param within the order in which the function gets the records of a key, if it matters
     */
    public static <K, T, O> Transformation<O> reduceGroup(
            Program program,
            Grouped<K, T> grouped,
            Optional<Ordering<T>> within,
            GroupReduceFunction<T, O> function,
            TypeInformation<O> type) {
        SerializableCheck.require(function, "reduceGroup()");
        return program.add(new GroupReduceTransformation<>(
                program.newOperation("Group Reduce", type), grouped.records(), grouped.keying(), within, function));
    }

    /**
     * Records that come by their key.
     *
     * @param records where they come from; partitioned by the key
     * @param keying how the key is found
     */
    public record Grouped<K, T>(Transformation<T> records, Keying<T, K> keying) {}

    /**
     * Two inputs that come by the same key.
     *
     * @param first the first
     * @param second the second; its keys have the type of those of the first
     */
    public record Pair<K, A, B>(Grouped<K, A> first, Grouped<K, B> second) {
        CoKeying<K, A, B> keying() {
            return new CoKeying<>(
                    first.keying().selector(),
                    second.keying().selector(),
                    first.keying().keyType());
        }
    }

    /** Adds an operation that gives the records of each key of two inputs to a function. */
    public static <K, A, B, O> Transformation<O> coGroup(
            Program program, Pair<K, A, B> inputs, CoGroupFunction<A, B, O> function, TypeInformation<O> type) {
        SerializableCheck.require(function, "coGroup()");
        return program.add(new CoGroupTransformation<>(
                program.newOperation("CoGroup", type),
                inputs.first().records(),
                inputs.second().records(),
                inputs.keying(),
                function));
    }

    /**
     * Adds an operation that gives each pair of records with equal keys to a function.
     *
     * @throws WeirException if the join cannot be done as the hint says
     */
    public static <K, A, B, O> Transformation<O> join(
            Program program,
            Pair<K, A, B> inputs,
            JoinType join,
            JoinHint hint,
            FlatJoinFunction<A, B, O> function,
            TypeInformation<O> type) {
        SerializableCheck.require(function, "join()");
        if (!hint.allows(join)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A join of the type " + join + " cannot be done as the hint " + hint
                            + " says: records without a match"
                            + " cannot be told where their input is broadcast. Broadcast the other input, or use REPARTITION_HASH_FIRST,"
                            + " REPARTITION_HASH_SECOND or REPARTITION_SORT_MERGE.");
        }
        return program.add(new JoinTransformation<>(
                program.newOperation("Join", type),
                inputs.first().records(),
                inputs.second().records(),
                inputs.keying(),
                join,
                hint,
                function));
    }

    /** Adds an operation that gives all records of each instance to a function. */
    public static <T, O> Transformation<O> mapPartition(
            Program program, Transformation<T> input, MapPartitionFunction<T, O> function, TypeInformation<O> type) {
        SerializableCheck.require(function, "mapPartition()");
        return program.add(
                new MapPartitionTransformation<>(program.newOperation("Map Partition", type), input, function));
    }

    /** Adds an operation that sorts the records of each instance. */
    public static <T> Transformation<T> sortPartition(Program program, Transformation<T> input, Ordering<T> ordering) {
        SerializableCheck.require(ordering, "sortPartition()");
        return program.add(new SortTransformation<>(
                program.newOperation("Sort Partition", input.settings().outputType()), input, ordering));
    }

    /**
     * Adds an operation that gives some records of each key to a function, where they are.
     *
     * @param within the order in which the function gets the records of a key, if it matters
     */
    public static <K, T, O> Transformation<O> combineGroup(
            Program program,
            Grouped<K, T> grouped,
            Optional<Ordering<T>> within,
            GroupCombineFunction<T, O> function,
            TypeInformation<O> type) {
        SerializableCheck.require(function, "combineGroup()");
        return program.add(new GroupCombineTransformation<>(
                program.newOperation("Group Combine", type), grouped.records(), grouped.keying(), within, function));
    }

    /**
     * Adds an operation that gives each pair of records of two inputs to a function.
     *
     * @param broadcastsFirst whether the first input is sent whole to every instance, else the second
     */
    public static <A, B, O> Transformation<O> cross(
            Program program,
            Transformation<A> first,
            Transformation<B> second,
            boolean broadcastsFirst,
            CrossFunction<A, B, O> function,
            TypeInformation<O> type) {
        SerializableCheck.require(function, "cross()");
        Transformation<A> one = broadcastsFirst ? broadcast(program, first) : first;
        Transformation<B> other = broadcastsFirst ? second : broadcast(program, second);
        return program.add(
                new CrossTransformation<>(program.newOperation("Cross", type), one, other, broadcastsFirst, function));
    }

    /**
     * Gives the function of an operation data that it can ask for all of.
     *
     * @param operation what needs the data
     * @param data where the data comes from
     * @param name by which the function asks for it
     * @throws WeirException if the operation has no function, or other data by that name
     */
    public static void addBroadcastSet(
            Program program, Transformation<?> operation, Transformation<?> data, String name) {
        boolean runs =
                !(operation instanceof PartitionTransformation<?> || operation instanceof UnionTransformation<?>);
        if (!runs || operation.inputs().isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "withBroadcastSet(): '" + operation.settings().name() + "' has no function that could ask for '"
                            + name + "': call it behind the operator that has.");
        }
        if (!operation.settings().addBroadcastInput(name, data)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "withBroadcastSet(): '" + operation.settings().name() + "' has a broadcast set '" + name
                            + "' already: give each a name of its own.");
        }
        program.take(data);
    }

    private static <T> Transformation<T> broadcast(Program program, Transformation<T> input) {
        return Operations.partition(program, input, new Partitioning.Broadcast<>());
    }
}
