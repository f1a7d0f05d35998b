package io.weir.connector.format;

import io.weir.configuration.Configuration;
import io.weir.connector.OutputCommitter;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/**
 * Writes the records of a data set. Each parallel instance has a copy of its own, which its task's thread owns: {@code
 * configure}, {@code open}, the records, {@code close}.
 *
 * <p>A task that fails starts again and writes all of its records once more. What must not be seen twice, or must not be seen
 * at all unless the whole job succeeds, is kept aside by the instances and published by the {@link #outputCommitter}; {@link
 * io.weir.connector.file.FileOutputFormat} does that for files.
 *
 * @param <T> the type of the records
 */
public interface OutputFormat<T> extends Serializable {
    /**
     * Takes parameters, before anything else.
     *
     * @param parameters the options of the program, as they were when the format was added to it
     */
    default void configure(Configuration parameters) {}

    /**
     * Begins to write.
     *
     * @param context the parallel instance
     * @throws IOException any failure; it fails the task
     */
    void open(InitializationContext context) throws IOException;

    /**
     * Writes a record.
     *
     * @param value the record
     * @throws IOException any failure; it fails the task
     */
    void writeRecord(T value) throws IOException;

    /**
     * Ends. If the task has failed or was canceled, {@link CleanupWhenUnsuccessful#tryCleanupOnError} has been called before.
     *
     * @throws IOException any failure; it fails the task
     */
    void close() throws IOException;

    /** Returns what prepares, publishes or discards the output of the whole job, if anything does. */
    default Optional<OutputCommitter> outputCommitter() {
        return Optional.empty();
    }

    /** The parallel instance that writes. */
    interface InitializationContext {
        /** Returns how many instances write. */
        int getNumTasks();

        /** Returns the number of the instance, from 0. */
        int getTaskNumber();

        /** Returns how often the instance has been started before. */
        int getAttemptNumber();

        /** Returns the id of the job. */
        String getJobId();
    }
}
