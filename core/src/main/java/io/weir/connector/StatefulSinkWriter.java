package io.weir.connector;

import java.io.IOException;
import java.util.List;

/**
 * A writer that keeps something at checkpoints. All calls come from the task's thread.
 *
 * @param <T> the type of the records
 * @param <S> what it keeps
 */
public interface StatefulSinkWriter<T, S> extends SinkWriter<T> {
    /**
     * Returns what a writer needs to go on from here. Called after {@link #flush}, and after
     * {@link CommittingSinkWriter#prepareCommit} where there is one.
     *
     * @param checkpointId the checkpoint
     * @return what to keep
     * @throws IOException any failure; it fails the task
     */
    List<S> snapshotState(long checkpointId) throws IOException;
}
