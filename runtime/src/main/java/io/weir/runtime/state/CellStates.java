package io.weir.runtime.state;

import io.weir.state.AggregateOperation;
import io.weir.state.AggregatingState;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.KeyedStateStore;
import io.weir.state.ReduceOperation;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;

/**
 * The kinds of state that are read and written as a whole, wherever their values are. The task's thread owns them.
 *
 * @param <C> where they are
 */
public abstract class CellStates<C extends Cells> implements KeyedStateStore {
    /** Where the values are. */
    protected final C cells;

    /** Creates it without states. */
    protected CellStates(C cells) {
        this.cells = cells;
    }

    @Override
    public final <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
        Slot slot = cells.slotOf(descriptor);
        return isExpiring(slot)
                ? new ExpiringStates.Value<>(Expiry.of(cells, slot))
                : new PlainStates.Value<>(cells, slot, slot.codec().isImmutable());
    }

    @Override
    public final <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
        Slot slot = cells.slotOf(descriptor);
        ReduceOperation<T> function = descriptor.getReduceFunction();
        return isExpiring(slot)
                ? new ExpiringStates.Reduced<>(Expiry.of(cells, slot), function)
                : new PlainStates.Reduced<>(cells, slot, slot.codec().isImmutable(), function);
    }

    @Override
    public final <IN, ACC, OUT> AggregatingState<IN, OUT> getAggregatingState(
            AggregatingStateDescriptor<IN, ACC, OUT> descriptor) {
        Slot slot = cells.slotOf(descriptor);
        AggregateOperation<IN, ACC, OUT> function = descriptor.getAggregateFunction();
        return isExpiring(slot)
                ? new ExpiringStates.Aggregated<>(Expiry.of(cells, slot), function)
                : new PlainStates.Aggregated<>(cells, slot, function);
    }

    /** Returns whether the values of a state end. */
    protected static boolean isExpiring(Slot slot) {
        return slot.column().expiring();
    }
}
