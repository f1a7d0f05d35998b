package io.weir.functions;

/**
 * Makes any number of results of all records of a group.
 *
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
@FunctionalInterface
public interface GroupReduceFunction<T, O> extends Function {
    /**
     * Takes a group.
     *
     * @param records the records of the group, at least one; they can be gone through once
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void reduce(Iterable<T> records, Collector<O> out) throws Exception;
}
