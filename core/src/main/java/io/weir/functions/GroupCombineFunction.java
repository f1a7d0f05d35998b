package io.weir.functions;

/**
 * Makes any number of results of some records of a group: of as many as there is memory for where they are. A {@link
 * GroupReduceFunction} that is one of these, too, for results of the type of its records, has its records combined before
 * they travel.
 *
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
@FunctionalInterface
public interface GroupCombineFunction<T, O> extends Function {
    /**
     * Takes some records of a group.
     *
     * @param records the records, at least one; they can be gone through once
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    void combine(Iterable<T> records, Collector<O> out) throws Exception;
}
