package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.CellStates;
import io.weir.runtime.state.Expiry;
import io.weir.runtime.state.Slot;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;

/** The kinds of state over rows. The task's thread owns them. */
class RocksStates extends CellStates<RocksCells> {
    RocksStates(RocksCells cells) {
        super(cells);
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
        Slot slot = cells.slotOf(descriptor);
        return new RocksList<>(cells, cells.backend().column(slot.place()), expiryOf(slot));
    }

    @Override
    public <UK, UV> MapState<UK, UV> getMapState(MapStateDescriptor<UK, UV> descriptor) {
        Slot slot = cells.slotOf(descriptor);
        return new RocksMap<>(
                cells,
                cells.backend().column(slot.place()),
                expiryOf(slot),
                descriptor.getKeyType().createSerializer());
    }

    private Expiry expiryOf(Slot slot) {
        return isExpiring(slot) ? Expiry.of(cells, slot) : null;
    }
}
