package io.weir.dataset;

import io.weir.execution.KeyedOperations;
import io.weir.execution.Operations;
import io.weir.functions.KeySelector;
import io.weir.functions.Partitioner;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.plan.Partitioning;
import io.weir.plan.Transformation;
import io.weir.types.FieldAccessor;
import io.weir.types.extraction.TypeExtractor;
import io.weir.types.order.Order;
import io.weir.types.order.Ordering;

/**
 * How the records of a data set are distributed over instances, and in which order they are there; {@link DataSet} has the
 * rest. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
abstract class DistributedSet<T> extends MatchedSet<T> {
    /**
     * Creates a data set.
     *
     * @param environment the program
     * @param transformation where its records come from
     */
    DistributedSet(ExecutionEnvironment environment, Transformation<T> transformation) {
        super(environment, transformation);
    }

    /** Distributes the records evenly over the instances of the next operator. */
    public Operator<T> rebalance() {
        return operator(Operations.partition(program(), getTransformation(), new Partitioning.Rebalance<>()));
    }

    /**
     * Sends records with equal fields to one instance of the next operator, as their hash says.
     *
     * @param fields the positions of the fields, from 0
     * @return all records
     */
    public Operator<T> partitionByHash(int... fields) {
        return partitionByHash(FieldKeys.at(getType(), fields));
    }

    /**
     * Sends records with equal fields to one instance of the next operator, as their hash says.
     *
     * @param fields the names of the fields
     * @return all records
     */
    public Operator<T> partitionByHash(String... fields) {
        return partitionByHash(FieldKeys.named(getType(), fields));
    }

    /**
     * Sends records with equal keys to one instance of the next operator, as their hash says.
     *
     * @param key finds the key of a record
     * @param <K> the type of the key
     * @return all records
     */
    public <K> Operator<T> partitionByHash(KeySelector<T, K> key) {
        return partitionByHash(new Keying<>(key, TypeExtractor.keyType(key, getType())));
    }

    private <K> Operator<T> partitionByHash(Keying<T, K> keying) {
        return operator(KeyedOperations.partitionByHash(program(), getTransformation(), keying, "partitionByHash()"));
    }

    /**
     * Sends records to instances of the next operator by ranges: those of an instance have lesser fields than those of the
     * next one. A sample decides where ranges begin, for which the records are kept until all have been seen.
     *
     * @param fields the positions of the fields, from 0, of which the first decides before the others
     * @return all records
     */
    public Operator<T> partitionByRange(int... fields) {
        return RangePartitions.of(self(), ordering(FieldKeys.at(getType(), fields)));
    }

    /**
     * Sends records to instances of the next operator by ranges, as {@link #partitionByRange(int...)} does.
     *
     * @param fields the names of the fields, of which the first decides before the others
     * @return all records
     */
    public Operator<T> partitionByRange(String... fields) {
        return RangePartitions.of(self(), ordering(FieldKeys.named(getType(), fields)));
    }

    /**
     * Sends records to instances of the next operator by ranges, as {@link #partitionByRange(int...)} does.
     *
     * @param key finds what decides in a record
     * @param <K> the type of the key
     * @return all records
     */
    public <K> Operator<T> partitionByRange(KeySelector<T, K> key) {
        return RangePartitions.of(self(), Ordering.by(key, TypeExtractor.keyType(key, getType()), Order.ASCENDING));
    }

    private static <T, K> Ordering<T> ordering(Keying<T, K> keying) {
        return Ordering.by(keying.selector(), keying.keyType(), Order.ASCENDING);
    }

    /**
     * Lets a function decide which instance of the next operator gets a record.
     *
     * @param partitioner the function
     * @param field the position of the field that it is given
     * @param <K> the type of the field
     * @return all records
     */
    public <K> Operator<T> partitionCustom(Partitioner<K> partitioner, int field) {
        FieldAccessor<T, K> accessor = FieldAccessor.of(getType(), field);
        return partitionCustom(partitioner, accessor::get);
    }

    /**
     * Lets a function decide which instance of the next operator gets a record.
     *
     * @param partitioner the function
     * @param field the name of the field that it is given
     * @param <K> the type of the field
     * @return all records
     */
    public <K> Operator<T> partitionCustom(Partitioner<K> partitioner, String field) {
        FieldAccessor<T, K> accessor = FieldAccessor.of(getType(), field);
        return partitionCustom(partitioner, accessor::get);
    }

    /**
     * Lets a function decide which instance of the next operator gets a record.
     *
     * @param partitioner the function
     * @param key finds what it is given of a record
     * @param <K> the type of the key
     * @return all records
     */
    public <K> Operator<T> partitionCustom(Partitioner<K> partitioner, KeySelector<T, K> key) {
        return operator(
                Operations.partition(program(), getTransformation(), Operations.customPartitioning(partitioner, key)));
    }

    /**
     * Brings the records of each instance into an order; {@link SortedPartitions#sortPartition} says what goes on where
     * this leaves them equal.
     *
     * @param position the position of a field, from 0
     * @param order the direction
     * @return all records
     */
    public SortedPartitions<T> sortPartition(int position, Order order) {
        return SortedPartitions.of(self(), SortedGrouping.by(self(), position, order));
    }

    /**
     * Brings the records of each instance into an order; {@link SortedPartitions#sortPartition} says what goes on where
     * this leaves them equal.
     *
     * @param field the name of a field
     * @param order the direction
     * @return all records
     */
    public SortedPartitions<T> sortPartition(String field, Order order) {
        return SortedPartitions.of(self(), SortedGrouping.by(self(), field, order));
    }

    /**
     * Brings the records of each instance into an order; {@link SortedPartitions#sortPartition} says what goes on where
     * this leaves them equal.
     *
     * @param value finds the value in a record
     * @param order the direction
     * @param <V> the type of the value
     * @return all records
     */
    public <V> SortedPartitions<T> sortPartition(KeySelector<T, V> value, Order order) {
        return SortedPartitions.of(self(), SortedGrouping.by(self(), value, order));
    }
}
