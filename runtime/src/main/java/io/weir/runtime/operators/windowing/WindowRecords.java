package io.weir.runtime.operators.windowing;

import io.weir.plan.WindowComputation;
import io.weir.plan.WindowContents;
import io.weir.runtime.state.NamespacedStateStore;
import io.weir.runtime.timers.Timers;
import io.weir.types.TypeInformation;
import io.weir.windowing.evictors.Evictor;
import io.weir.windowing.windows.Window;
import java.util.Collection;

/**
 * What is kept of the records of each window of the current key. The task's thread owns it.
 *
 * @param <T> the type of the records
 * @param <R> the type of what the window's function gets
 * @param <W> the type of the windows
 */
abstract class WindowRecords<T, R, W extends Window> {
    /** The name that checkpoints know all these states by. */
    static final String STATE_NAME = "window-contents";

    final NamespacedStateStore<W> states;

    WindowRecords(NamespacedStateStore<W> states) {
        this.states = states;
    }

    /** Makes a window the current one. */
    final void select(W window) {
        states.setCurrentNamespace(window);
    }

    /** Adds a record to the current window. */
    abstract void add(T value, long timestamp) throws Exception;

    /**
     * Hands what is kept of the current window to a function; does nothing if nothing is kept.
     *
     * @param window the window that the function is told, which may have grown from the current one
     * @param kept whether it is kept still, so that the function must not get the objects themselves
     * @param calls the function
     */
    abstract void compute(W window, boolean kept, WindowCalls<?, R, ?, W> calls) throws Exception;

    /** Drops what is kept of the current window. */
    final void clear() {
        states.clear();
    }

    /** Adds what is kept of some windows to another one. */
    final void merge(W target, Collection<W> sources) throws Exception {
        states.merge(target, sources);
    }

    /** Returns what keeps what the plan says. */
    @SuppressWarnings("unchecked") // the kind of contents says what the type of the result is
    static <T, R, W extends Window> WindowRecords<T, R, W> of(
            WindowComputation<?, T, R, ?, W> computation,
            TypeInformation<T> type,
            NamespacedStateStore<W> states,
            Timers<?, ?> timers) {
        WindowContents<T, R> contents = computation.contents();
        if (computation.windowing().evictor() != null) {
            var evictor = (Evictor<T, W>) computation.windowing().evictor();
            return new EvictedWindowRecords<>(states, type, contents, evictor, timers);
        }
        if (contents instanceof WindowContents.Elements<?>) {
            return (WindowRecords<T, R, W>) new KeptWindowRecords.Elements<T, W>(states, type);
        }
        if (contents instanceof WindowContents.Reduced<?> reduced) {
            return (WindowRecords<T, R, W>)
                    new KeptWindowRecords.Reduced<T, W>(states, (WindowContents.Reduced<T>) reduced);
        }
        return new KeptWindowRecords.Aggregated<>(states, (WindowContents.Aggregated<T, Object, R>) contents);
    }
}
