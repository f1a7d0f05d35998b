package io.weir.connector;

import java.io.IOException;
import java.util.Collection;

/**
 * A {@link Sink} whose writers keep something at checkpoints: they are {@link StatefulSinkWriter}s.
 *
 * @param <T> the type of the records
 * @param <S> what a writer keeps
 */
public interface SupportsWriterState<T, S> {
    /**
     * Creates the writer of one parallel instance that goes on where others stopped. Called in the task instead of
     * {@link Sink#createWriter}, after all output was committed that the checkpoint knows of.
     *
     * @param context where it runs
     * @param recoveredState what writers had kept; what all kept is dealt out evenly if the parallelism has changed
     * @return the writer
     * @throws IOException any failure; it fails the task
     */
    StatefulSinkWriter<T, S> restoreWriter(SinkWriterContext context, Collection<S> recoveredState) throws IOException;

    /** Returns what keeps the state of writers in checkpoints. */
    SimpleVersionedSerializer<S> getWriterStateSerializer();
}
