package io.weir.state;

import java.util.List;

/**
 * A list per key, or per parallel instance when it is operator state.
 *
 * @param <T> the type of the elements
 */
public interface ListState<T> extends MergingState<T, Iterable<T>> {
    /** Returns the elements in the order they were added; empty, not null, if there are none. */
    @Override
    Iterable<T> get();

    /**
     * Replaces all elements.
     *
     * @param values the new elements
     */
    void update(List<T> values);

    /**
     * Adds several elements.
     *
     * @param values the elements
     */
    void addAll(List<T> values);
}
