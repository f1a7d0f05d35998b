package io.weir.functions;

import java.util.Iterator;

/**
 * Makes any number of results of all records that one parallel instance gets, and takes them one by one, so that they need
 * not be kept for it.
 *
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
public interface PushedPartitionFunction<T, O> extends MapPartitionFunction<T, O> {
    /**
     * Takes a record.
     *
     * @param value the record
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void add(T value, Collector<O> out) throws Exception;

    /**
     * Learns that there are no more records.
     *
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void end(Collector<O> out) throws Exception;

    @Override
    default void mapPartition(Iterable<T> records, Collector<O> out) throws Exception {
        for (Iterator<T> each = records.iterator(); each.hasNext(); ) {
            add(each.next(), out);
        }
        end(out);
    }
}
