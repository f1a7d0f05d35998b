package io.weir.windowing.triggers;

import io.weir.windowing.windows.GlobalWindow;

/** Never computes a window: what global windows have as long as the program names no other trigger. */
public final class NeverTrigger extends Trigger<Object, GlobalWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public TriggerResult onElement(Object element, long timestamp, GlobalWindow window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public TriggerResult onEventTime(long time, GlobalWindow window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public TriggerResult onProcessingTime(long time, GlobalWindow window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public boolean canMerge() {
        return true;
    }

    @Override
    public void onMerge(GlobalWindow window, OnMergeContext context) {
        // it remembers nothing that could merge
    }

    @Override
    public void clear(GlobalWindow window, TriggerContext context) {
        // it remembers nothing
    }

    @Override
    public String toString() {
        return "NeverTrigger()";
    }
}
