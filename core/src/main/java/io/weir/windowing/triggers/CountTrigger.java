package io.weir.windowing.triggers;

import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.windows.Window;

/**
 * Computes a window each time that a number of records has come.
 *
 * @param <W> the type of the windows
 */
public final class CountTrigger<W extends Window> extends Trigger<Object, W> {
    private static final long serialVersionUID = 1L;

    private final long maxCount;
    private final ReducingStateDescriptor<Long> count = new ReducingStateDescriptor<>("count", Long::sum, Long.class);

    private CountTrigger(long maxCount) {
        this.maxCount = maxCount;
    }

    /**
     * Returns the trigger.
     *
     * @param maxCount the number, at least 1
     * @param <W> the type of the windows
     * @return the trigger
     */
    public static <W extends Window> CountTrigger<W> of(long maxCount) {
        if (maxCount < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "A count trigger needs a count of at least 1, not " + maxCount + ".");
        }
        return new CountTrigger<>(maxCount);
    }

    @Override
    public TriggerResult onElement(Object element, long timestamp, W window, TriggerContext context) {
        ReducingState<Long> counted = context.getPartitionedState(count);
        counted.add(1L);
        if (counted.get() < maxCount) {
            return TriggerResult.CONTINUE;
        }
        counted.clear();
        return TriggerResult.FIRE;
    }

    @Override
    public TriggerResult onEventTime(long time, W window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public TriggerResult onProcessingTime(long time, W window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public boolean canMerge() {
        return true;
    }

    @Override
    public void onMerge(W window, OnMergeContext context) {
        context.mergePartitionedState(count);
    }

    @Override
    public void clear(W window, TriggerContext context) {
        context.getPartitionedState(count).clear();
    }

    @Override
    public String toString() {
        return "CountTrigger(" + maxCount + ")";
    }
}
