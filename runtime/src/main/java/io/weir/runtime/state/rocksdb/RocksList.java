package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.Expiring;
import io.weir.runtime.state.Expiry;
import io.weir.runtime.state.PlainStates;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.state.ListState;
import java.util.ArrayList;
import java.util.List;

/**
 * A list in one row, to which elements are appended without reading it. The task's thread owns it.
 *
 * @param <T> the type of the elements
 * @param cells where the lists are
 * @param column which of them
 * @param expiry when elements end; null for never
 */
record RocksList<T>(RocksCells cells, RocksColumn column, Expiry expiry) implements ListState<T> {
    @Override
    @SuppressWarnings("unchecked") // only add() and the like write here
    public Iterable<T> get() {
        if (expiry == null) {
            return (Iterable<T>) kept();
        }
        expiry.used();
        List<Object> kept = kept();
        long now = expiry.now();
        List<Object> seen = new ArrayList<>(kept.size());
        List<Object> live = new ArrayList<>(kept.size());
        for (Object each : kept) {
            Expiring expiring = (Expiring) each;
            if (expiry.isVisible(expiring, now)) {
                seen.add(expiring.value());
            }
            if (!expiry.isOver(expiring, now)) {
                live.add(expiry.readingCounts() ? new Expiring(expiring.value(), now) : expiring);
            }
        }
        if (live.size() < kept.size() || expiry.readingCounts() && !live.isEmpty()) {
            cells.set(column.id(), live.isEmpty() ? null : live);
        }
        return (Iterable<T>) seen;
    }

    private List<Object> kept() {
        if (!cells.select()) {
            return List.of();
        }
        RecordInput in = cells.store().get(cells.row(column.id()), cells.length());
        return in == null ? List.of() : RocksColumn.readList(in, column.codec());
    }

    @Override
    public void add(T value) {
        append(List.of(PlainStates.present(value)));
    }

    @Override
    public void addAll(List<T> values) {
        values.forEach(PlainStates::present);
        if (!values.isEmpty()) {
            append(values);
        }
    }

    private void append(List<T> values) {
        cells.requireKey();
        RecordOutput out = cells.backend().newValue();
        RocksColumn.writeList(toKeep(values), out, column.codec());
        cells.append(column, out);
    }

    private List<?> toKeep(List<T> values) {
        if (expiry == null) {
            return values;
        }
        expiry.used();
        long now = expiry.now();
        return values.stream().map(value -> new Expiring(value, now)).toList();
    }

    @Override
    public void update(List<T> values) {
        values.forEach(PlainStates::present);
        cells.set(column.id(), values.isEmpty() ? null : toKeep(values));
    }

    @Override
    public void clear() {
        cells.set(column.id(), null);
    }
}
