package io.weir.windowing.triggers;

import io.weir.state.MergingState;
import io.weir.state.State;
import io.weir.state.StateDescriptor;
import io.weir.windowing.windows.Window;
import java.io.Serializable;

/**
 * Decides when a window is computed. One trigger serves all windows of a task: what it remembers of one is state that it
 * gets from its context, never a field.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public abstract class Trigger<T, W extends Window> implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Learns that a record was added to a window.
     *
     * @param element the record; the window has it, so a trigger that keeps it keeps a copy
     * @param timestamp its timestamp, or {@link Long#MIN_VALUE} if it has none
     * @param window the window
     * @param context the window's timers and state
     * @return what becomes of the window
     * @throws Exception any failure; it fails the task
     */
    public abstract TriggerResult onElement(T element, long timestamp, W window, TriggerContext context)
            throws Exception;

    /**
     * Learns that a timer of processing time has rung; otherwise as {@link #onElement}.
     *
     * @param time what the timer was set to
     */
    public abstract TriggerResult onProcessingTime(long time, W window, TriggerContext context) throws Exception;

    /**
     * Learns that a timer of event time has rung; otherwise as {@link #onElement}.
     *
     * @param time what the timer was set to
     */
    public abstract TriggerResult onEventTime(long time, W window, TriggerContext context) throws Exception;

    /** Returns whether the trigger can serve windows that merge, such as sessions. */
    public boolean canMerge() {
        return false;
    }

    /**
     * Learns that windows have become one.
     *
     * @param window the window that they have become
     * @param context its timers and state
     * @throws Exception any failure; it fails the task
     */
    public void onMerge(W window, OnMergeContext context) throws Exception {
        throw new UnsupportedOperationException(this + " cannot serve windows that merge");
    }

    /**
     * Drops what the trigger remembers of a window, with its timers.
     *
     * @param window the window
     * @param context its timers and state
     * @throws Exception any failure; it fails the task
     */
    public abstract void clear(W window, TriggerContext context) throws Exception;

    /** The timers and the state of one window. */
    public interface TriggerContext {
        /** Returns the time of the clock. */
        long getCurrentProcessingTime();

        /** Returns the last watermark. */
        long getCurrentWatermark();

        /** Sets a timer of processing time for the window. */
        void registerProcessingTimeTimer(long time);

        /** Sets a timer of event time for the window. */
        void registerEventTimeTimer(long time);

        /** Deletes a timer of processing time of the window, if there is one. */
        void deleteProcessingTimeTimer(long time);

        /** Deletes a timer of event time of the window, if there is one. */
        void deleteEventTimeTimer(long time);

        /**
         * Returns state of the trigger's own for the key and the window.
         *
         * @param descriptor its name and type
         * @param <S> the kind of state
         * @return the state
         */
        <S extends State> S getPartitionedState(StateDescriptor<S, ?> descriptor);
    }

    /** The timers and the state of a window that others have become. */
    public interface OnMergeContext extends TriggerContext {
        /**
         * Merges the state of those windows into that of this one.
         *
         * @param descriptor the state's name and type
         * @param <S> the kind of state
         */
        <S extends MergingState<?, ?>> void mergePartitionedState(StateDescriptor<S, ?> descriptor);
    }
}
