package io.weir.connector;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * How an enumerator reaches its readers.
 *
 * @param <S> the type of the splits
 */
public interface SplitEnumeratorContext<S extends SourceSplit> {
    /** Returns how many readers there are. */
    int currentParallelism();

    /**
     * Gives a split to a reader.
     *
     * @param split the split
     * @param subtaskId the reader
     */
    void assignSplit(S split, int subtaskId);

    /**
     * Tells a reader that it will get no further split.
     *
     * @param subtaskId the reader
     */
    void signalNoMoreSplits(int subtaskId);

    /**
     * Runs something slow on another thread and handles its result on the enumerator's.
     *
     * @param callable what to run
     * @param handler takes the result or the failure
     * @param <R> the type of the result
     */
    <R> void callAsync(Callable<R> callable, BiConsumer<R, Throwable> handler);
}
