package io.weir.datastream;

import io.weir.execution.BatchRecords;
import io.weir.execution.KeyedOperations;
import io.weir.functions.KeySelector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.KeyedStateBootstrapFunction;
import io.weir.functions.ReduceFunction;
import io.weir.functions.aggregation.Aggregations;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.CountEvictor;
import io.weir.windowing.triggers.CountTrigger;
import io.weir.windowing.triggers.PurgingTrigger;
import io.weir.windowing.windows.GlobalWindow;
import io.weir.windowing.windows.Window;

/**
 * A stream that is grouped by a key: all records of one key go to one instance of the next operator. The thread that
 * builds the program owns it.
 *
 * @param <T> the type of the records
 * @param <K> the type of the key
 */
public final class KeyedStream<T, K> extends DataStream<T> {
    private final Keying<T, K> keying;

    KeyedStream(StreamExecutionEnvironment environment, Transformation<T> partitioned, Keying<T, K> keying) {
        super(environment, partitioned);
        this.keying = keying;
    }

    /** Returns what finds the key of a record. */
    public KeySelector<T, K> getKeySelector() {
        return keying.selector();
    }

    /** Returns the type of the key. */
    public TypeInformation<K> getKeyType() {
        return keying.keyType();
    }

    /**
     * Gives each record to a function with the state and the timers of its key.
     *
     * @param function the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(KeyedProcessFunction<K, T, R> function) {
        return process(
                function,
                TypeExtractor.resultType(function, KeyedProcessFunction.class, 2, keying.keyType(), getType()));
    }

    /**
     * Gives each record to a function with the state and the timers of its key.
     *
     * @param function the function
     * @param type the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(KeyedProcessFunction<K, T, R> function, TypeInformation<R> type) {
        return operator(KeyedOperations.process(program(), getTransformation(), keying, function, type));
    }

    /**
     * Says what the state of a process function is at first: a data set of the same program is computed as a batch, before
     * the first record of this stream is taken, and gives each record to a function that fills the state of its key. The
     * state is part of the first checkpoint, from which the program goes on after a failure.
     *
     * @param history the data set, of an environment within this one's program
     * @param key finds the key of a record of it
     * @param function fills the state
     * @param <B> the type of the records of the data set
     * @return what takes the process function
     */
    public <B> BootstrappedStream<T, K, B> bootstrap(
            BatchRecords<B> history, KeySelector<B, K> key, KeyedStateBootstrapFunction<K, B> function) {
        return new BootstrappedStream<>(
                this, getExecutionEnvironment().fromDataSet(history).keyBy(key, getKeyType()), function);
    }

    /**
     * Begins a join with the records of another stream whose keys are equal and whose timestamps are near.
     *
     * @param other the other stream
     * @param <R> the type of its records
     * @return the rest of the join
     */
    public <R> IntervalJoined.IntervalJoin<T, R, K> intervalJoin(KeyedStream<R, K> other) {
        return new IntervalJoined.IntervalJoin<>(this, other);
    }

    /**
     * Divides the records of each key into windows.
     *
     * @param assigner says which windows a record belongs to
     * @param <W> the type of the windows
     * @return the windows, of which something can be computed
     */
    public <W extends Window> WindowedStream<T, K, W> window(WindowAssigner<? super T, W> assigner) {
        return new WindowedStream<>(this, keying, assigner);
    }

    /**
     * Divides the records of each key into windows of a number of records.
     *
     * @param size the number
     * @return the windows, of which something can be computed
     */
    public WindowedStream<T, K, GlobalWindow> countWindow(long size) {
        return window(GlobalWindows.create()).trigger(PurgingTrigger.of(CountTrigger.of(size)));
    }

    /**
     * Computes something of the last records of each key whenever a number of new ones has come.
     *
     * @param size how many of the last records a window has at most
     * @param slide how many new records make a window be computed
     * @return the windows, of which something can be computed
     */
    public WindowedStream<T, K, GlobalWindow> countWindow(long size, long slide) {
        return window(GlobalWindows.create()).evictor(CountEvictor.of(size)).trigger(CountTrigger.of(slide));
    }

    /**
     * Combines the records of each key. In STREAMING mode every record yields the value so far, in BATCH mode each key
     * yields its final value.
     *
     * @param reducer combines two records
     * @return the combined records
     */
    public SingleOutputStreamOperator<T> reduce(ReduceFunction<T> reducer) {
        return reduce(reducer, "Keyed Reduce");
    }

    /**
     * Adds a field up. The other fields are those of the first record.
     *
     * @param position the position of a numeric field, from 0
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> sum(int position) {
        return aggregate(Aggregations.sum(FieldAccessor.of(getType(), position)));
    }

    /**
     * Adds a field up. The other fields are those of the first record.
     *
     * @param field the name of a numeric field
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> sum(String field) {
        return aggregate(Aggregations.sum(FieldAccessor.of(getType(), field)));
    }

    /**
     * Keeps the smallest value of a field. The other fields are those of the first record.
     *
     * @param position the position of a comparable field, from 0
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> min(int position) {
        return aggregate(Aggregations.min(FieldAccessor.of(getType(), position)));
    }

    /**
     * Keeps the smallest value of a field. The other fields are those of the first record.
     *
     * @param field the name of a comparable field
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> min(String field) {
        return aggregate(Aggregations.min(FieldAccessor.of(getType(), field)));
    }

    /**
     * Keeps the greatest value of a field. The other fields are those of the first record.
     *
     * @param position the position of a comparable field, from 0
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> max(int position) {
        return aggregate(Aggregations.max(FieldAccessor.of(getType(), position)));
    }

    /**
     * Keeps the greatest value of a field. The other fields are those of the first record.
     *
     * @param field the name of a comparable field
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> max(String field) {
        return aggregate(Aggregations.max(FieldAccessor.of(getType(), field)));
    }

    /**
     * Keeps the record with the smallest value of a field, the first of several such.
     *
     * @param position the position of a comparable field, from 0
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> minBy(int position) {
        return minBy(position, true);
    }

    /**
     * Keeps the record with the smallest value of a field.
     *
     * @param position the position of a comparable field, from 0
     * @param first whether the first of several such records is kept, else the last
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> minBy(int position, boolean first) {
        return aggregate(Aggregations.minBy(FieldAccessor.of(getType(), position), first));
    }

    /**
     * Keeps the record with the smallest value of a field, the first of several such.
     *
     * @param field the name of a comparable field
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> minBy(String field) {
        return minBy(field, true);
    }

    /**
     * Keeps the record with the smallest value of a field.
     *
     * @param field the name of a comparable field
     * @param first whether the first of several such records is kept, else the last
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> minBy(String field, boolean first) {
        return aggregate(Aggregations.minBy(FieldAccessor.of(getType(), field), first));
    }

    /**
     * Keeps the record with the greatest value of a field, the first of several such.
     *
     * @param position the position of a comparable field, from 0
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> maxBy(int position) {
        return maxBy(position, true);
    }

    /**
     * Keeps the record with the greatest value of a field.
     *
     * @param position the position of a comparable field, from 0
     * @param first whether the first of several such records is kept, else the last
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> maxBy(int position, boolean first) {
        return aggregate(Aggregations.maxBy(FieldAccessor.of(getType(), position), first));
    }

    /**
     * Keeps the record with the greatest value of a field, the first of several such.
     *
     * @param field the name of a comparable field
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> maxBy(String field) {
        return maxBy(field, true);
    }

    /**
     * Keeps the record with the greatest value of a field.
     *
     * @param field the name of a comparable field
     * @param first whether the first of several such records is kept, else the last
     * @return the results, as {@link #reduce} yields them
     */
    public SingleOutputStreamOperator<T> maxBy(String field, boolean first) {
        return aggregate(Aggregations.maxBy(FieldAccessor.of(getType(), field), first));
    }

    private SingleOutputStreamOperator<T> aggregate(ReduceFunction<T> function) {
        return reduce(function, "Keyed Aggregation");
    }

    private SingleOutputStreamOperator<T> reduce(ReduceFunction<T> reducer, String name) {
        return operator(KeyedOperations.reduce(program(), getTransformation(), keying, reducer, name));
    }
}
