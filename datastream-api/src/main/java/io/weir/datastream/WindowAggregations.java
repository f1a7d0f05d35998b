package io.weir.datastream;

import io.weir.functions.ReduceFunction;
import io.weir.functions.aggregation.Aggregations;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;

/**
 * What windows with and without keys do alike: aggregate a field of their records as these come. The thread that builds the
 * program owns it.
 *
 * @param <T> the type of the records
 */
abstract class WindowAggregations<T> {
    /**
     * Combines the records of each window into one as they come.
     *
     * @param function combines two
     * @return the results
     */
    public abstract SingleOutputStreamOperator<T> reduce(ReduceFunction<T> function);

    /** Returns the type of the records. */
    abstract TypeInformation<T> type();

    /**
     * Adds a field of the records of each window up. The other fields are those of the first record.
     *
     * @param position the position of a numeric field, from 0
     * @return the results
     */
    public SingleOutputStreamOperator<T> sum(int position) {
        return reduce(Aggregations.sum(FieldAccessor.of(type(), position)));
    }

    /**
     * Adds a field of the records of each window up. The other fields are those of the first record.
     *
     * @param field the name of a numeric field
     * @return the results
     */
    public SingleOutputStreamOperator<T> sum(String field) {
        return reduce(Aggregations.sum(FieldAccessor.of(type(), field)));
    }

    /**
     * Keeps the smallest value of a field of each window. The other fields are those of the first record.
     *
     * @param position the position of a comparable field, from 0
     * @return the results
     */
    public SingleOutputStreamOperator<T> min(int position) {
        return reduce(Aggregations.min(FieldAccessor.of(type(), position)));
    }

    /**
     * Keeps the smallest value of a field of each window. The other fields are those of the first record.
     *
     * @param field the name of a comparable field
     * @return the results
     */
    public SingleOutputStreamOperator<T> min(String field) {
        return reduce(Aggregations.min(FieldAccessor.of(type(), field)));
    }

    /**
     * Keeps the greatest value of a field of each window. The other fields are those of the first record.
     *
     * @param position the position of a comparable field, from 0
     * @return the results
     */
    public SingleOutputStreamOperator<T> max(int position) {
        return reduce(Aggregations.max(FieldAccessor.of(type(), position)));
    }

    /**
     * Keeps the greatest value of a field of each window. The other fields are those of the first record.
     *
     * @param field the name of a comparable field
     * @return the results
     */
    public SingleOutputStreamOperator<T> max(String field) {
        return reduce(Aggregations.max(FieldAccessor.of(type(), field)));
    }

    /**
     * Keeps the record of each window with the smallest value of a field, the first of several such.
     *
     * @param position the position of a comparable field, from 0
     * @return the results
     */
    public SingleOutputStreamOperator<T> minBy(int position) {
        return minBy(position, true);
    }

    /**
     * Keeps the record of each window with the smallest value of a field.
     *
     * @param position the position of a comparable field, from 0
     * @param first whether the first of several such records is kept, else the last
     * @return the results
     */
    public SingleOutputStreamOperator<T> minBy(int position, boolean first) {
        return reduce(Aggregations.minBy(FieldAccessor.of(type(), position), first));
    }

    /**
     * Keeps the record of each window with the smallest value of a field, the first of several such.
     *
     * @param field the name of a comparable field
     * @return the results
     */
    public SingleOutputStreamOperator<T> minBy(String field) {
        return minBy(field, true);
    }

    /**
     * Keeps the record of each window with the smallest value of a field.
     *
     * @param field the name of a comparable field
     * @param first whether the first of several such records is kept, else the last
     * @return the results
     */
    public SingleOutputStreamOperator<T> minBy(String field, boolean first) {
        return reduce(Aggregations.minBy(FieldAccessor.of(type(), field), first));
    }

    /**
     * Keeps the record of each window with the greatest value of a field, the first of several such.
     *
     * @param position the position of a comparable field, from 0
     * @return the results
     */
    public SingleOutputStreamOperator<T> maxBy(int position) {
        return maxBy(position, true);
    }

    /**
     * Keeps the record of each window with the greatest value of a field.
     *
     * @param position the position of a comparable field, from 0
     * @param first whether the first of several such records is kept, else the last
     * @return the results
     */
    public SingleOutputStreamOperator<T> maxBy(int position, boolean first) {
        return reduce(Aggregations.maxBy(FieldAccessor.of(type(), position), first));
    }

    /**
     * Keeps the record of each window with the greatest value of a field, the first of several such.
     *
     * @param field the name of a comparable field
     * @return the results
     */
    public SingleOutputStreamOperator<T> maxBy(String field) {
        return maxBy(field, true);
    }

    /**
     * Keeps the record of each window with the greatest value of a field.
     *
     * @param field the name of a comparable field
     * @param first whether the first of several such records is kept, else the last
     * @return the results
     */
    public SingleOutputStreamOperator<T> maxBy(String field, boolean first) {
        return reduce(Aggregations.maxBy(FieldAccessor.of(type(), field), first));
    }
}
