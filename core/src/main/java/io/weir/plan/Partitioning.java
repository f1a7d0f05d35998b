package io.weir.plan;

import io.weir.functions.KeySelector;
import io.weir.functions.Partitioner;
import java.io.Serializable;
import java.util.Locale;

/**
 * How records are distributed over the instances of the next operator.
 *
 * @param <T> the type of the records
 */
public sealed interface Partitioning<T> extends Serializable {
    /** Each instance sends to the instance of the same number; both operators have the same parallelism. */
    record Forward<T>() implements Partitioning<T> {}

    /** By the hash of a key, in key groups. */
    record Hash<T, K>(KeySelector<T, K> selector) implements Partitioning<T> {}

    /** In turn to all instances. */
    record Rebalance<T>() implements Partitioning<T> {}

    /** In turn to a fixed share of the instances. */
    record Rescale<T>() implements Partitioning<T> {}

    /** At random to all instances. */
    record Shuffle<T>() implements Partitioning<T> {}

    /** Each record to every instance. */
    record Broadcast<T>() implements Partitioning<T> {}

    /** All records to the first instance. */
    record Global<T>() implements Partitioning<T> {}

    /** As the program's own function says. */
    record Custom<T, K>(Partitioner<K> partitioner, KeySelector<T, K> selector) implements Partitioning<T> {}

    /** Returns the name that plans show. */
    default String label() {
        return getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }
}
