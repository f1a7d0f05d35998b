package io.weir.datastream;

import io.weir.functions.KeySelector;
import io.weir.functions.Partitioner;
import io.weir.plan.Keying;
import io.weir.plan.PartitionTransformation;
import io.weir.plan.Partitioning;
import io.weir.plan.SerializableCheck;

/** Fixes how the records of a stream are distributed, for {@link DataStream}. Stateless. */
final class Partitions {
    private Partitions() {}

    static <T> DataStream<T> forward(DataStream<T> input) {
        return partitioned(input, new Partitioning.Forward<>());
    }

    static <T> DataStream<T> rebalance(DataStream<T> input) {
        return partitioned(input, new Partitioning.Rebalance<>());
    }

    static <T> DataStream<T> rescale(DataStream<T> input) {
        return partitioned(input, new Partitioning.Rescale<>());
    }

    static <T> DataStream<T> shuffle(DataStream<T> input) {
        return partitioned(input, new Partitioning.Shuffle<>());
    }

    static <T> DataStream<T> broadcast(DataStream<T> input) {
        return partitioned(input, new Partitioning.Broadcast<>());
    }

    static <T> DataStream<T> global(DataStream<T> input) {
        return partitioned(input, new Partitioning.Global<>());
    }

    static <T, K> DataStream<T> hash(DataStream<T> input, Keying<T, K> keying) {
        return partitioned(input, new Partitioning.Hash<>(keying.selector()));
    }

    static <T, K> DataStream<T> custom(DataStream<T> input, Partitioner<K> partitioner, KeySelector<T, K> key) {
        SerializableCheck.require(partitioner, "partitionCustom()");
        SerializableCheck.require(key, "partitionCustom()");
        return partitioned(input, new Partitioning.Custom<>(partitioner, key));
    }

    private static <T> DataStream<T> partitioned(DataStream<T> input, Partitioning<T> partitioning) {
        return new DataStream<>(
                input.getExecutionEnvironment(),
                new PartitionTransformation<>(
                        Operations.newOperation(input, "Partition", input.getType()),
                        input.getTransformation(),
                        partitioning));
    }
}
