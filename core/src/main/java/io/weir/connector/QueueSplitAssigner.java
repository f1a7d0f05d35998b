package io.weir.connector;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Hands out splits in their order, wherever the reader runs. One thread owns it, that of the enumerator.
 *
 * @param <S> the type of the splits
 */
public final class QueueSplitAssigner<S extends SourceSplit> implements SplitAssigner<S> {
    private final ArrayDeque<S> queue;

    /**
     * Creates an assigner.
     *
     * @param splits the splits
     */
    public QueueSplitAssigner(Collection<S> splits) {
        queue = new ArrayDeque<>(splits);
    }

    @Override
    public Optional<S> next(String host) {
        return Optional.ofNullable(queue.poll());
    }

    @Override
    public void add(Collection<S> splits) {
        queue.addAll(splits);
    }

    @Override
    public List<S> waiting() {
        return List.copyOf(queue);
    }
}
