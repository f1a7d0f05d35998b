package io.weir.connector;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads one split after the other and asks for the next when one is done. A subclass reads a split, a block of records
 * at a time. The task's thread owns it and makes all calls.
 *
 * @param <T> the type of the records
 * @param <S> the type of the splits
 */
public abstract class SequentialSplitReader<T, S extends SourceSplit> implements SourceReader<T, S> {
    private static final CompletableFuture<Void> AVAILABLE = CompletableFuture.completedFuture(null);

    private final SourceReaderContext context;
    private final ArrayDeque<S> waiting = new ArrayDeque<>();
    private CompletableFuture<Void> arrival = new CompletableFuture<>();
    private S current;
    private SourceOutput<T> currentOutput;
    private boolean requested;
    private boolean noMoreSplits;

    /**
     * Creates a reader.
     *
     * @param context how it reaches the enumerator
     */
    protected SequentialSplitReader(SourceReaderContext context) {
        this.context = Objects.requireNonNull(context, "context is null");
    }

    /**
     * Opens a split at its position. The one before has been closed.
     *
     * @param split the split
     * @throws IOException any failure; it fails the task
     */
    protected abstract void openSplit(S split) throws IOException;

    /**
     * Emits the next records of the open split: enough to make the call worthwhile, few enough for the task to turn to
     * other things soon.
     *
     * @param output takes the records
     * @return whether the split has more
     * @throws IOException any failure; it fails the task
     */
    protected abstract boolean readBlock(SourceOutput<T> output) throws IOException;

    /**
     * Returns the open split as it is to be read after what has been emitted.
     *
     * @param split the open split, as it was opened
     * @return the rest of it
     */
    protected abstract S remainder(S split);

    /**
     * Closes the open split, at its end or before.
     *
     * @throws IOException any failure; it fails the task
     */
    protected abstract void closeSplit() throws IOException;

    /**
     * Returns where in the open split the record is that is being emitted, in words; null if that is not known. See
     * {@link #currentPosition}.
     */
    protected String position() {
        return null;
    }

    @Override
    public final Optional<SourcePosition> currentPosition() {
        return current == null ? Optional.empty() : Optional.of(new SourcePosition(current.splitId(), position()));
    }

    @Override
    public void start() {
        if (waiting.isEmpty()) {
            request();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws IOException {
        if (current == null) {
            S next = waiting.poll();
            if (next == null) {
                return whenIdle();
            }
            openSplit(next);
            current = next;
            currentOutput = output.createOutputForSplit(next.splitId());
        }
        if (readBlock(currentOutput)) {
            return InputStatus.MORE_AVAILABLE;
        }
        S done = current;
        current = null;
        closeSplit();
        output.releaseOutputForSplit(done.splitId());
        return waiting.isEmpty() ? whenIdle() : InputStatus.MORE_AVAILABLE;
    }

    private InputStatus whenIdle() {
        if (noMoreSplits) {
            return InputStatus.END_OF_INPUT;
        }
        request();
        return InputStatus.NOTHING_AVAILABLE;
    }

    private void request() {
        if (!requested && !noMoreSplits) {
            requested = true;
            context.sendSplitRequest();
        }
    }

    @Override
    public List<S> snapshotState(long checkpointId) {
        List<S> splits = new ArrayList<>();
        if (current != null) {
            splits.add(remainder(current));
        }
        splits.addAll(waiting);
        return splits;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        if (current != null || !waiting.isEmpty() || noMoreSplits) {
            return AVAILABLE;
        }
        if (arrival.isDone()) {
            arrival = new CompletableFuture<>();
        }
        return arrival;
    }

    @Override
    public void addSplits(List<S> splits) {
        waiting.addAll(splits);
        requested = false;
        arrival.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSplits = true;
        arrival.complete(null);
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current = null;
            closeSplit();
        }
    }
}
