package io.weir.windowing.triggers;

import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.windowing.windows.Window;
import java.time.Duration;

/**
 * Computes a window at regular distances by the clock.
 *
 * @param <W> the type of the windows
 */
public final class ContinuousProcessingTimeTrigger<W extends Window> extends Trigger<Object, W> {
    private static final long serialVersionUID = 1L;

    private final long interval;
    private final ReducingStateDescriptor<Long> next =
            new ReducingStateDescriptor<>("fire-time", Math::min, Long.class);

    private ContinuousProcessingTimeTrigger(long interval) {
        this.interval = interval;
    }

    /**
     * Returns the trigger.
     *
     * @param interval the distance
     * @param <W> the type of the windows
     * @return the trigger
     */
    public static <W extends Window> ContinuousProcessingTimeTrigger<W> of(Duration interval) {
        return new ContinuousProcessingTimeTrigger<>(Intervals.require(interval));
    }

    @Override
    public TriggerResult onElement(Object element, long timestamp, W window, TriggerContext context) {
        ReducingState<Long> nextTime = context.getPartitionedState(next);
        if (nextTime.get() == null) {
            long now = context.getCurrentProcessingTime();
            setNext(now - Math.floorMod(now, interval), context, nextTime);
        }
        return TriggerResult.CONTINUE;
    }

    @Override
    public TriggerResult onProcessingTime(long time, W window, TriggerContext context) {
        ReducingState<Long> nextTime = context.getPartitionedState(next);
        Long expected = nextTime.get();
        if (expected == null || expected != time) {
            return TriggerResult.CONTINUE;
        }
        nextTime.clear();
        setNext(time, context, nextTime);
        return TriggerResult.FIRE;
    }

    @Override
    public TriggerResult onEventTime(long time, W window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    private void setNext(long last, TriggerContext context, ReducingState<Long> nextTime) {
        nextTime.add(last + interval);
        context.registerProcessingTimeTimer(last + interval);
    }

    @Override
    public boolean canMerge() {
        return true;
    }

    @Override
    public void onMerge(W window, OnMergeContext context) {
        context.mergePartitionedState(next);
        Long time = context.getPartitionedState(next).get();
        if (time != null) {
            context.registerProcessingTimeTimer(time);
        }
    }

    @Override
    public void clear(W window, TriggerContext context) {
        ReducingState<Long> nextTime = context.getPartitionedState(next);
        Long time = nextTime.get();
        if (time != null) {
            context.deleteProcessingTimeTimer(time);
            nextTime.clear();
        }
    }

    @Override
    public String toString() {
        return "ContinuousProcessingTimeTrigger(" + interval + ")";
    }
}
