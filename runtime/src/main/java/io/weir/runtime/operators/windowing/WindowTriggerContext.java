package io.weir.runtime.operators.windowing;

import io.weir.runtime.operators.UserCode;
import io.weir.runtime.state.NamespacedStateStore;
import io.weir.runtime.timers.Timers;
import io.weir.state.MergingState;
import io.weir.state.State;
import io.weir.state.StateDescriptor;
import io.weir.time.TimeDomain;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.Window;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the trigger about one window of the current key after the other, and gives it its timers and its state. The task's
 * thread owns it.
 */
final class WindowTriggerContext<W extends Window> implements Trigger.OnMergeContext {
    private final Timers<?, W> timers;
    private final NamespacedStateStore<W> store;
    private final Map<StateDescriptor<?, ?>, State> states = new IdentityHashMap<>();
    private W window;
    private Collection<W> merged = List.of();

    WindowTriggerContext(Timers<?, W> timers, NamespacedStateStore<W> store) {
        this.timers = timers;
        this.store = store;
    }

    /** Makes a window the current one. */
    void select(W selected) {
        window = selected;
    }

    /** Makes a window the current one that others have become. */
    void select(W selected, Collection<W> mergedWindows) {
        window = selected;
        merged = mergedWindows;
    }

    @Override
    public long getCurrentProcessingTime() {
        return timers.currentProcessingTime();
    }

    @Override
    public long getCurrentWatermark() {
        return timers.currentWatermark();
    }

    @Override
    public void registerProcessingTimeTimer(long time) {
        timers.register(TimeDomain.PROCESSING_TIME, window, time);
    }

    @Override
    public void registerEventTimeTimer(long time) {
        timers.register(TimeDomain.EVENT_TIME, window, time);
    }

    @Override
    public void deleteProcessingTimeTimer(long time) {
        timers.delete(TimeDomain.PROCESSING_TIME, window, time);
    }

    @Override
    public void deleteEventTimeTimer(long time) {
        timers.delete(TimeDomain.EVENT_TIME, window, time);
    }

    @Override
    @SuppressWarnings("unchecked") // a descriptor's state is of its kind
    public <S extends State> S getPartitionedState(StateDescriptor<S, ?> descriptor) {
        S state = (S) states.get(descriptor);
        if (state == null) {
            state = descriptor.stateIn(store);
            states.put(descriptor, state);
        }
        store.setCurrentNamespace(window);
        return state;
    }

    @Override
    public <S extends MergingState<?, ?>> void mergePartitionedState(StateDescriptor<S, ?> descriptor) {
        getPartitionedState(descriptor);
        try {
            store.merge(window, merged);
        } catch (Exception e) {
            throw UserCode.<RuntimeException>sneak(e);
        }
    }
}
