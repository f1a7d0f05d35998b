package io.weir.connector;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads splits. All calls come from the task's thread; only the future may be completed by others.
 *
 * @param <T> the type of the records
 * @param <S> the type of the splits
 */
public interface SourceReader<T, S extends SourceSplit> extends AutoCloseable {
    /** Begins to work; a reader that wants a split asks for it here. */
    void start();

    /**
     * Emits one or a few records without waiting for any.
     *
     * @param output takes the records
     * @return whether there is more
     * @throws Exception any failure; it fails the task
     */
    InputStatus pollNext(ReaderOutput<T> output) throws Exception;

    /**
     * Returns the splits it is at, with the positions it has come to.
     *
     * @param checkpointId the checkpoint that asks
     * @return the splits
     */
    List<S> snapshotState(long checkpointId);

    /**
     * Returns where the record is that the reader is emitting, or fails to read, at this moment. Asked only while the reader
     * calls its output, and only when something has failed on the record: keeping it must cost next to nothing, while
     * telling it may cost something.
     */
    default Optional<SourcePosition> currentPosition() {
        return Optional.empty();
    }

    /** Returns a future that is complete as soon as {@link #pollNext} is worth a call. */
    CompletableFuture<Void> isAvailable();

    /**
     * Takes further splits.
     *
     * @param splits the splits
     */
    void addSplits(List<S> splits);

    /** Learns that there will be no further split. */
    void notifyNoMoreSplits();

    /**
     * Stops reading some splits, which are ahead of others in event time, and goes on with others that were stopped. A
     * stopped split emits nothing; when all that is left is stopped, {@link #pollNext} says that nothing is available, and
     * going on with one completes {@link #isAvailable}. Called between two polls, only for splits whose outputs are open.
     *
     * <p>Where {@link io.weir.time.WatermarkStrategy#withWatermarkAlignment} is used, a reader that reads several splits at
     * a time should support it; one that does not is stopped as a whole when all its splits are ahead.
     *
     * @param toPause the ids of the splits to stop
     * @param toResume the ids of the splits to go on with
     */
    default void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
        throw new UnsupportedOperationException(getClass().getName() + " cannot pause single splits");
    }

    @Override
    void close() throws IOException;
}
