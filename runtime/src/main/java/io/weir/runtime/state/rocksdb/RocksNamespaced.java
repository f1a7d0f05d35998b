package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.Expiry;
import io.weir.runtime.state.NamespacedStateStore;
import io.weir.runtime.state.Slot;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.ListStateDescriptor;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.StateDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Gives states of the current key and namespace. The task's thread owns it.
 *
 * @param <N> the type of the namespaces
 */
final class RocksNamespaced<N> extends RocksStates implements NamespacedStateStore<N> {
    RocksNamespaced(RocksCells cells) {
        super(cells);
    }

    @Override
    public void setCurrentNamespace(N namespace) {
        cells.setNamespace(namespace);
    }

    @Override
    public void clear() {
        for (Slot slot : cells.all()) {
            clear(slot);
        }
    }

    private void clear(Slot slot) {
        RocksColumn column = cells.backend().column(slot.place());
        if (!column.isMap()) {
            cells.set(slot.place(), null);
        } else if (cells.select()) {
            cells.store().deleteAll(cells.row(column.id()), cells.length());
        }
    }

    @Override
    public void merge(N target, Collection<N> sources) throws Exception {
        for (N source : sources) {
            if (source.equals(target)) {
                continue;
            }
            for (Slot slot : List.copyOf(cells.all())) {
                cells.setNamespace(source);
                boolean merges = isMerging(slot.descriptor());
                Object value = merges ? cells.own(slot) : null;
                clear(slot);
                if (value != null) {
                    cells.setNamespace(target);
                    merge(slot, value);
                }
            }
        }
        cells.setNamespace(target);
    }

    private static boolean isMerging(StateDescriptor<?, ?> descriptor) {
        return descriptor instanceof ListStateDescriptor<?>
                || descriptor instanceof ReducingStateDescriptor<?>
                || descriptor instanceof AggregatingStateDescriptor<?, ?, ?>;
    }

    @SuppressWarnings("unchecked") // the row holds what the descriptor says
    private void merge(Slot slot, Object value) throws Exception {
        StateDescriptor<?, ?> descriptor = slot.descriptor();
        Object kept = cells.own(slot);
        if (kept == null) {
            cells.set(slot.place(), value);
        } else if (descriptor instanceof ListStateDescriptor<?>) {
            List<Object> all = new ArrayList<>((List<Object>) kept);
            all.addAll((List<Object>) value);
            cells.set(slot.place(), all);
        } else if (descriptor instanceof ReducingStateDescriptor<?> reducing) {
            var function = ((ReducingStateDescriptor<Object>) reducing).getReduceFunction();
            cells.set(slot.place(), Expiry.merge(kept, value, function::reduce));
        } else if (descriptor instanceof AggregatingStateDescriptor<?, ?, ?> aggregating) {
            var function = ((AggregatingStateDescriptor<Object, Object, Object>) aggregating).getAggregateFunction();
            cells.set(slot.place(), Expiry.merge(kept, value, function::merge));
        }
    }
}
