package io.weir.runtime.batch;

import java.util.Iterator;

/**
 * One instance's part of the solution set of a delta iteration: a record for each key.
 *
 * <p>The head's task alone changes it, before a superstep begins; while it goes on, the operators in the same slot that
 * join with it read it. What tells them that the superstep has begun also lets them see the changes.
 *
 * @param <K> the type of the keys
 * @param <S> the type of the records
 */
public interface SolutionSet<K, S> extends AutoCloseable {
    /** What it is called in the slot. */
    String NAME = "SOLUTION";

    /**
     * Puts a record in, in place of the one with the same key if there is one.
     *
     * @param record the record, which is given up
     * @throws Exception what finding its key throws
     */
    void put(S record) throws Exception;

    /**
     * Returns what looks into it on another thread.
     *
     * @param keys what that thread knows of the records
     * @return looks into it
     */
    SolutionView<K, S> view(SolutionKeys<K, S> keys);

    /** Returns all records, each for whoever takes it. */
    Iterator<S> records();

    /** Returns how many bytes were written to disk. */
    long spilledBytes();

    @Override
    void close();
}
