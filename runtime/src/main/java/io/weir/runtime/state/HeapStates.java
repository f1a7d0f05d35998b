package io.weir.runtime.state;

import io.weir.state.AggregateOperation;
import io.weir.state.AggregatingState;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.KeyedStateStore;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReduceOperation;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;

/** The kinds of state over slots. The task's thread owns them. */
class HeapStates implements KeyedStateStore {
    final Slots slots;

    HeapStates(Slots slots) {
        this.slots = slots;
    }

    @Override
    public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
        Slot slot = slots.slotOf(descriptor);
        return isExpiring(slot)
                ? new ExpiringStates.Value<>(Expiry.of(slots, slot))
                : new PlainStates.Value<>(slots, slot, slot.codec().isImmutable());
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
        Slot slot = slots.slotOf(descriptor);
        return isExpiring(slot)
                ? new ExpiringStates.Elements<>(Expiry.of(slots, slot))
                : new PlainStates.Elements<>(slots, slot);
    }

    @Override
    public <UK, UV> MapState<UK, UV> getMapState(MapStateDescriptor<UK, UV> descriptor) {
        Slot slot = slots.slotOf(descriptor);
        return isExpiring(slot)
                ? new ExpiringEntries<>(Expiry.of(slots, slot))
                : new HeapEntries<>(slots, slot, slot.codec().isImmutable());
    }

    @Override
    public <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
        Slot slot = slots.slotOf(descriptor);
        ReduceOperation<T> function = descriptor.getReduceFunction();
        return isExpiring(slot)
                ? new ExpiringStates.Reduced<>(Expiry.of(slots, slot), function)
                : new PlainStates.Reduced<>(slots, slot, slot.codec().isImmutable(), function);
    }

    @Override
    public <IN, ACC, OUT> AggregatingState<IN, OUT> getAggregatingState(
            AggregatingStateDescriptor<IN, ACC, OUT> descriptor) {
        Slot slot = slots.slotOf(descriptor);
        AggregateOperation<IN, ACC, OUT> function = descriptor.getAggregateFunction();
        return isExpiring(slot)
                ? new ExpiringStates.Aggregated<>(Expiry.of(slots, slot), function)
                : new PlainStates.Aggregated<>(slots, slot, function);
    }

    private static boolean isExpiring(Slot slot) {
        return slot.column().expiring();
    }
}
