package io.weir.windowing.triggers;

import io.weir.windowing.windows.Window;

/**
 * Does as another trigger, and drops a window's records whenever the window was computed.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public final class PurgingTrigger<T, W extends Window> extends Trigger<T, W> {
    private static final long serialVersionUID = 1L;

    private final Trigger<T, W> nested;

    private PurgingTrigger(Trigger<T, W> nested) {
        this.nested = nested;
    }

    /**
     * Returns a purging trigger.
     *
     * @param nested the trigger that says when
     * @param <T> the type of the records
     * @param <W> the type of the windows
     * @return the trigger
     */
    public static <T, W extends Window> PurgingTrigger<T, W> of(Trigger<T, W> nested) {
        return new PurgingTrigger<>(nested);
    }

    @Override
    public TriggerResult onElement(T element, long timestamp, W window, TriggerContext context) throws Exception {
        return purging(nested.onElement(element, timestamp, window, context));
    }

    @Override
    public TriggerResult onEventTime(long time, W window, TriggerContext context) throws Exception {
        return purging(nested.onEventTime(time, window, context));
    }

    @Override
    public TriggerResult onProcessingTime(long time, W window, TriggerContext context) throws Exception {
        return purging(nested.onProcessingTime(time, window, context));
    }

    private static TriggerResult purging(TriggerResult result) {
        return result.isFire() ? TriggerResult.FIRE_AND_PURGE : result;
    }

    @Override
    public boolean canMerge() {
        return nested.canMerge();
    }

    @Override
    public void onMerge(W window, OnMergeContext context) throws Exception {
        nested.onMerge(window, context);
    }

    @Override
    public void clear(W window, TriggerContext context) throws Exception {
        nested.clear(window, context);
    }

    @Override
    public String toString() {
        return "PurgingTrigger(" + nested + ")";
    }
}
