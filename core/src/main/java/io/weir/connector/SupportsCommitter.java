package io.weir.connector;

import java.io.IOException;

/**
 * A {@link Sink} that publishes in two steps: its writers, which are {@link CommittingSinkWriter}s, prepare output that
 * nobody sees yet, and its committers publish it once the checkpoint is complete that knows of it. Where no checkpoints
 * are taken, that is once all tasks of the job have come to the end of their input.
 *
 * @param <C> what describes output that is ready to be published
 */
public interface SupportsCommitter<C> {
    /**
     * Creates the committer of one parallel instance. Called in the task.
     *
     * @param context where it runs
     * @return the committer
     * @throws IOException any failure; it fails the task
     */
    Committer<C> createCommitter(SinkWriterContext context) throws IOException;

    /** Returns what keeps descriptions of output in checkpoints. */
    SimpleVersionedSerializer<C> getCommittableSerializer();
}
