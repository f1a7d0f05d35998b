package io.weir.windowing.assigners;

import io.weir.windowing.windows.MergeCallback;
import io.weir.windowing.windows.Window;
import java.util.Collection;

/**
 * Assigns windows that grow together, such as sessions: each record opens its own, and those that overlap become one.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public abstract class MergingWindowAssigner<T, W extends Window> extends WindowAssigner<T, W> {
    private static final long serialVersionUID = 1L;

    /**
     * Says which windows become one.
     *
     * @param windows the windows of one key
     * @param callback takes each group of two or more that become one
     * @throws Exception what the callback throws
     */
    public abstract void mergeWindows(Collection<W> windows, MergeCallback<W> callback) throws Exception;
}
