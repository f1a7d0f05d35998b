package io.weir.connector.format;

import io.weir.configuration.Configuration;
import io.weir.connector.SourceSize;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/**
 * Reads a bounded input. The JobManager has a copy that makes the splits; each parallel instance has a copy of its own, which its
 * task's thread owns, and asks for a split whenever it is done with one: {@code open}, the records, {@code close}, and again.
 *
 * <p>A split that was read in part when a task failed is opened again, and as many of its records are left out as were counted
 * in the last checkpoint: a split has to give the same records in the same order each time.
 *
 * @param <T> the type of the records
 * @param <S> the type of the splits
 */
public interface InputFormat<T, S extends InputSplit> extends Serializable {
    /**
     * Takes parameters, before anything else.
     *
     * @param parameters the options of the program, as they were when the format was added to it
     */
    default void configure(Configuration parameters) {}

    /**
     * Divides the input.
     *
     * @param minNumSplits how many splits there should be, so that all instances have something to do
     * @return the splits; more or fewer than that if need be
     * @throws IOException if the input cannot be read; it fails the job
     */
    S[] createInputSplits(int minNumSplits) throws IOException;

    /**
     * Begins to read a split.
     *
     * @param split the split
     * @throws IOException any failure; it fails the task
     */
    void open(S split) throws IOException;

    /**
     * Returns whether all records of the split were read.
     *
     * @throws IOException any failure; it fails the task
     */
    boolean reachedEnd() throws IOException;

    /**
     * Reads the next record.
     *
     * @param reuse a record that may be filled again; always null, because records that were read belong to their receivers
     * @return the record; null if there is none at this place after all, which is left out
     * @throws IOException any failure; it fails the task
     */
    T nextRecord(T reuse) throws IOException;

    /**
     * Ends the reading of a split, at its end or before.
     *
     * @throws IOException any failure; it fails the task
     */
    void close() throws IOException;

    /** Returns about how much there is to read, if that is known; asked in the program, when its plan is made. */
    default Optional<SourceSize> estimateSize() {
        return Optional.empty();
    }
}
