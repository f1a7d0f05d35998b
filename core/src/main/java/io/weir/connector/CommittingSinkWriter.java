package io.weir.connector;

import java.io.IOException;
import java.util.Collection;

/**
 * A writer whose output is published by a {@link Committer}. All calls come from the task's thread.
 *
 * @param <T> the type of the records
 * @param <C> what describes output that is ready to be published
 */
public interface CommittingSinkWriter<T, C> extends SinkWriter<T> {
    /**
     * Makes all output since the last call ready to be published. Called after {@link #flush}, at each checkpoint and at
     * the end of the input. What it returns belongs to the committer: closing the writer does not discard it.
     *
     * @return what is to be published once the checkpoint is complete
     * @throws IOException any failure; it fails the task
     */
    Collection<C> prepareCommit() throws IOException;
}
