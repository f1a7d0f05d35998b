package io.weir.connector;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides which of the waiting splits a reader gets. One thread owns it, that of the enumerator.
 *
 * @param <S> the type of the splits
 */
public interface SplitAssigner<S extends SourceSplit> {
    /**
     * Takes out a split for a reader.
     *
     * @param host the host the reader runs on, or null if that is not known
     * @return the split, if any is waiting
     */
    Optional<S> next(String host);

    /**
     * Adds splits.
     *
     * @param splits the splits
     */
    void add(Collection<S> splits);

    /** Returns the splits that are waiting. */
    List<S> waiting();
}
