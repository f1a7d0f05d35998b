package io.weir.functions;

/**
 * Makes any number of results of all records that one parallel instance gets.
 *
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
@FunctionalInterface
public interface MapPartitionFunction<T, O> extends Function {
    /**
     * Takes the records of an instance. They come while the function goes through them, which may be on another thread than
     * that on which a rich function is opened and closed; never do two of them work at the same time.
     *
     * @param records the records, maybe none; they can be gone through once
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void mapPartition(Iterable<T> records, Collector<O> out) throws Exception;
}
