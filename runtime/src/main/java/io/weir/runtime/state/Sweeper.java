package io.weir.runtime.state;

import io.weir.state.StateTtlConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Cleans up values that have ended, a few keys at each use of a state whose values end, so that keys which never come
 * again do not stay. It rests while a capture is read, because it would have to copy what it cleans. The task's thread
 * owns it.
 */
final class Sweeper {
    /** How many gaps it passes at most. */
    private static final int STEPS_PER_KEY = 8;

    private final HeapKeyedStateBackend<?> backend;
    private final LongSupplier clock;

    private int keysAtOnce;
    private int table;
    private int position;

    Sweeper(HeapKeyedStateBackend<?> backend, LongSupplier clock) {
        this.backend = backend;
        this.clock = clock;
    }

    /** Learns that a state is used, and looks at the next few keys. */
    void used(StateTtlConfig config) {
        keysAtOnce = Math.max(keysAtOnce, config.cleanupKeys());
        if (!config.cleanupAtEachKey()) {
            sweep();
        }
    }

    /** Looks at the next few keys. */
    void sweep() {
        if (backend.versions.isAnyOpen()) {
            return;
        }
        long now = clock.getAsLong();
        int keys = 0;
        for (int steps = 0; keys < keysAtOnce && steps < keysAtOnce * STEPS_PER_KEY; steps++) {
            EntryTable current = backend.tables[table];
            if (position >= current.entries().length) {
                position = 0;
                table = table + 1 == backend.tables.length ? 0 : table + 1;
                continue;
            }
            Entry entry = current.entries()[position];
            if (entry == null || backend.isCurrent(entry)) {
                position++;
                continue;
            }
            keys++;
            if (clean(entry, now)) {
                // Another one may move to its place.
                backend.removeRow(table, entry);
            } else {
                position++;
            }
        }
    }

    /** Drops what has ended of a key. Returns whether nothing is left. */
    private boolean clean(Entry row, long now) {
        clean(row, backend.ofKey, now);
        EntryTable[] spaces = row.spaces();
        if (spaces != null) {
            for (HeapNamespaced<?> store : backend.stores.values()) {
                EntryTable space = store.number < spaces.length ? spaces[store.number] : null;
                if (space != null && clean(space, store.place, now)) {
                    spaces[store.number] = null;
                }
            }
        }
        return row.isEmpty();
    }

    private boolean clean(EntryTable space, Slots slots, long now) {
        List<Entry> over = new ArrayList<>();
        space.forEach(entry -> {
            clean(entry, slots, now);
            if (entry.isEmpty()) {
                over.add(entry);
            }
        });
        over.forEach(entry -> space.remove(entry, backend.versions));
        return space.size() == 0;
    }

    private static void clean(Entry entry, Slots slots, long now) {
        for (Slot slot : slots.all()) {
            Object value = slot.column().expiring() ? entry.get(slot.place()) : null;
            if (value != null) {
                long millis = slot.descriptor().getTtlConfig().timeToLive().toMillis();
                Object left = slot.codec().map(value, each -> isOver(each, millis, now) ? Codec.GONE : each);
                if (left != value) {
                    entry.set(slot.place(), left);
                }
            }
        }
    }

    private static boolean isOver(Object each, long millis, long now) {
        return Expiry.isOver((Expiring) each, millis, now);
    }
}
