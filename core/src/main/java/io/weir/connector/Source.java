package io.weir.connector;

import java.io.Serializable;
import java.util.Optional;

/**
 * A source as splits: one enumerator per job hands them out, one reader per parallel instance reads them.
 *
 * @param <T> the type of the records
 * @param <S> the type of the splits
 * @param <C> the type of the enumerator's state
 */
public interface Source<T, S extends SourceSplit, C> extends Serializable {
    /** Returns whether the source ends by itself. */
    Boundedness getBoundedness();

    /**
     * Returns about how much the source emits; the planner compares inputs by it. Called where the program is planned, which
     * may not reach what TaskManagers reach: a failure means that it is not known.
     *
     * @throws Exception any failure
     */
    default Optional<SourceSize> estimateSize() throws Exception {
        return Optional.empty();
    }

    /**
     * Creates the enumerator of a new job. Called in the JobManager.
     *
     * @param context how it reaches the readers
     * @return the enumerator
     * @throws Exception any failure; it fails the job
     */
    SplitEnumerator<S, C> createEnumerator(SplitEnumeratorContext<S> context) throws Exception;

    /**
     * Creates an enumerator that goes on from a state.
     *
     * @param context how it reaches the readers
     * @param state what an earlier enumerator returned from {@link SplitEnumerator#snapshotState}
     * @return the enumerator
     * @throws Exception any failure; it fails the job
     */
    SplitEnumerator<S, C> restoreEnumerator(SplitEnumeratorContext<S> context, C state) throws Exception;

    /**
     * Creates the reader of one parallel instance. Called in the task.
     *
     * @param context how it reaches the enumerator
     * @return the reader
     * @throws Exception any failure; it fails the task
     */
    SourceReader<T, S> createReader(SourceReaderContext context) throws Exception;

    /** Returns how splits travel and are kept. */
    SimpleVersionedSerializer<S> getSplitSerializer();

    /** Returns how the enumerator's state is kept. */
    SimpleVersionedSerializer<C> getEnumeratorCheckpointSerializer();
}
