package io.weir.connector;

import java.util.List;
import java.util.Objects;

/**
 * Hands out a set of splits that does not grow: one for each request, until none is left. Its state is the splits that
 * are left. The enumerator's thread owns it.
 *
 * @param <S> the type of the splits
 */
public final class FixedSplitEnumerator<S extends SourceSplit> implements SplitEnumerator<S, List<S>> {
    private final SplitEnumeratorContext<S> context;
    private final SplitAssigner<S> assigner;

    /**
     * Creates an enumerator that hands out splits in their order.
     *
     * @param context how it reaches the readers
     * @param splits the splits
     */
    public FixedSplitEnumerator(SplitEnumeratorContext<S> context, List<S> splits) {
        this(context, new QueueSplitAssigner<>(splits));
    }

    /**
     * Creates an enumerator.
     *
     * @param context how it reaches the readers
     * @param assigner holds the splits
     */
    public FixedSplitEnumerator(SplitEnumeratorContext<S> context, SplitAssigner<S> assigner) {
        this.context = Objects.requireNonNull(context, "context is null");
        this.assigner = Objects.requireNonNull(assigner, "assigner is null");
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtaskId, String requesterHostname) {
        assigner.next(requesterHostname)
                .ifPresentOrElse(
                        split -> context.assignSplit(split, subtaskId), () -> context.signalNoMoreSplits(subtaskId));
    }

    @Override
    public void addSplitsBack(List<S> splits, int subtaskId) {
        assigner.add(splits);
    }

    @Override
    public void addReader(int subtaskId) {
        // Readers ask for splits themselves.
    }

    @Override
    public List<S> snapshotState(long checkpointId) {
        return assigner.waiting();
    }

    @Override
    public void close() {
        // Nothing is held that needs closing.
    }
}
