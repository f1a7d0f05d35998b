package io.weir.testing.windows;

import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.triggers.TriggerResult;
import io.weir.windowing.windows.Window;

/** A trigger as programs write them: with state, timers of both times, and windows that merge. */
final class CustomTrigger<W extends Window> extends Trigger<Tuple2<String, Long>, W> {
    static final long ENOUGH = 40;
    static final long LATER = 6;
    private static final long serialVersionUID = 1L;

    private final ReducingStateDescriptor<Long> sum = new ReducingStateDescriptor<>("sum", Long::sum, Long.class);

    @Override
    public TriggerResult onElement(Tuple2<String, Long> element, long timestamp, W window, TriggerContext context) {
        ReducingState<Long> summed = context.getPartitionedState(sum);
        summed.add(element.f1);
        if (summed.get() >= ENOUGH) {
            summed.clear();
            return TriggerResult.FIRE;
        }
        if (element.f1 % 3 == 0) {
            context.registerEventTimeTimer(timestamp + LATER);
        } else if (element.f1 % 3 == 1) {
            context.registerProcessingTimeTimer(context.getCurrentProcessingTime() + LATER);
        }
        return TriggerResult.CONTINUE;
    }

    @Override
    public TriggerResult onEventTime(long time, W window, TriggerContext context) {
        return TriggerResult.FIRE;
    }

    @Override
    public TriggerResult onProcessingTime(long time, W window, TriggerContext context) {
        return TriggerResult.FIRE;
    }

    @Override
    public boolean canMerge() {
        return true;
    }

    @Override
    public void onMerge(W window, OnMergeContext context) {
        context.mergePartitionedState(sum);
    }

    @Override
    public void clear(W window, TriggerContext context) {
        context.getPartitionedState(sum).clear();
    }

    @Override
    public String toString() {
        return "CustomTrigger";
    }
}
