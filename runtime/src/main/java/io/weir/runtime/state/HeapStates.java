package io.weir.runtime.state;

import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;

/** The kinds of state over slots. The task's thread owns them. */
class HeapStates extends CellStates<Slots> {
    HeapStates(Slots slots) {
        super(slots);
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
        Slot slot = cells.slotOf(descriptor);
        return isExpiring(slot)
                ? new ExpiringStates.Elements<>(Expiry.of(cells, slot))
                : new PlainStates.Elements<>(cells, slot);
    }

    @Override
    public <UK, UV> MapState<UK, UV> getMapState(MapStateDescriptor<UK, UV> descriptor) {
        Slot slot = cells.slotOf(descriptor);
        return isExpiring(slot)
                ? new ExpiringEntries<>(Expiry.of(cells, slot))
                : new HeapEntries<>(cells, slot, slot.codec().isImmutable());
    }
}
