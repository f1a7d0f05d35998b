package io.weir.windowing.triggers;

import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.windows.Window;
import java.time.Duration;

/**
 * Computes a window at regular distances of event time and at its end.
 *
 * @param <W> the type of the windows
 */
public final class ContinuousEventTimeTrigger<W extends Window> extends Trigger<Object, W> {
    private static final long serialVersionUID = 1L;

    private final long interval;
    private final ReducingStateDescriptor<Long> next =
            new ReducingStateDescriptor<>("fire-time", Math::min, Long.class);

    private ContinuousEventTimeTrigger(long interval) {
        this.interval = interval;
    }

    /**
     * Returns the trigger.
     *
     * @param interval the distance
     * @param <W> the type of the windows
     * @return the trigger
     */
    public static <W extends Window> ContinuousEventTimeTrigger<W> of(Duration interval) {
        return new ContinuousEventTimeTrigger<>(Intervals.require(interval));
    }

    @Override
    public TriggerResult onElement(Object element, long timestamp, W window, TriggerContext context) {
        if (timestamp == Long.MIN_VALUE) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    this + " met a record without a timestamp: call assignTimestampsAndWatermarks() before window(), or"
                            + " use ContinuousProcessingTimeTrigger.");
        }
        TriggerResult result = EventTimeTrigger.atEnd(window, context);
        if (!result.isFire()) {
            ReducingState<Long> nextTime = context.getPartitionedState(next);
            if (nextTime.get() == null) {
                setNext(timestamp - Math.floorMod(timestamp, interval), window, context, nextTime);
            }
        }
        return result;
    }

    @Override
    public TriggerResult onEventTime(long time, W window, TriggerContext context) {
        if (time == window.maxTimestamp()) {
            return TriggerResult.FIRE;
        }
        ReducingState<Long> nextTime = context.getPartitionedState(next);
        Long expected = nextTime.get();
        if (expected == null || expected != time) {
            return TriggerResult.CONTINUE;
        }
        nextTime.clear();
        setNext(time, window, context, nextTime);
        return TriggerResult.FIRE;
    }

    @Override
    public TriggerResult onProcessingTime(long time, W window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    private void setNext(long last, W window, TriggerContext context, ReducingState<Long> nextTime) {
        long time = last + interval;
        // when event time is over, windows without an end would be computed for ever
        boolean over = context.getCurrentWatermark() == Long.MAX_VALUE && window.maxTimestamp() == Long.MAX_VALUE;
        if (time < window.maxTimestamp() && !over) { // at the end another timer rings
            nextTime.add(time);
            context.registerEventTimeTimer(time);
        }
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
            context.registerEventTimeTimer(time);
        }
    }

    @Override
    public void clear(W window, TriggerContext context) {
        ReducingState<Long> nextTime = context.getPartitionedState(next);
        Long time = nextTime.get();
        if (time != null) {
            context.deleteEventTimeTimer(time);
            nextTime.clear();
        }
        context.deleteEventTimeTimer(window.maxTimestamp());
    }

    @Override
    public String toString() {
        return "ContinuousEventTimeTrigger(" + interval + ")";
    }
}
