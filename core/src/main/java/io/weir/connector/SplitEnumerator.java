package io.weir.connector;

import java.io.IOException;
import java.util.List;

/**
 * Finds the splits of a source and hands them to its readers. All calls come from one thread of the JobManager.
 *
 * @param <S> the type of the splits
 * @param <C> the type of the state
 */
public interface SplitEnumerator<S extends SourceSplit, C> extends AutoCloseable {
    /** Begins to work; called once, before all others. */
    void start();

    /**
     * Answers a reader that has nothing to read, with {@link SplitEnumeratorContext#assignSplit} or
     * {@link SplitEnumeratorContext#signalNoMoreSplits}, now or later.
     *
     * @param subtaskId the reader
     * @param requesterHostname the host it runs on, or null if that is not known
     */
    void handleSplitRequest(int subtaskId, String requesterHostname);

    /**
     * Takes back the splits of a reader that failed.
     *
     * @param splits the splits
     * @param subtaskId the reader
     */
    void addSplitsBack(List<S> splits, int subtaskId);

    /**
     * Learns of a new reader.
     *
     * @param subtaskId the reader
     */
    void addReader(int subtaskId);

    /**
     * Returns the state to go on from.
     *
     * @param checkpointId the checkpoint that asks
     * @return the state
     * @throws Exception any failure; it fails the checkpoint
     */
    C snapshotState(long checkpointId) throws Exception;

    @Override
    void close() throws IOException;
}
