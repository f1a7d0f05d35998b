package io.weir.connector;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/**
 * A sink with one writer per parallel instance and, where results must appear all at once, one committer per job.
 *
 * @param <T> the type of the records
 */
public interface Sink<T> extends Serializable {
    /**
     * Creates the writer of one parallel instance. Called in the task.
     *
     * @param context where it runs
     * @return the writer
     * @throws IOException any failure; it fails the task
     */
    SinkWriter<T> createWriter(SinkWriterContext context) throws IOException;

    /** Returns what prepares, publishes or discards the output of the whole job, if anything does. */
    default Optional<OutputCommitter> outputCommitter() {
        return Optional.empty();
    }

    /** Returns what deletes hidden output of a job that has come to a bad end, if there is any. */
    default Optional<OutputCleaner> outputCleaner() {
        return Optional.empty();
    }
}
