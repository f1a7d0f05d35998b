package io.weir.runtime.state;

import io.weir.state.MapState;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A map in one place of an entry. The task's thread owns it.
 *
 * @param <UK> the type of the map's keys
 * @param <UV> the type of the map's values
 * @param slots where the maps are
 * @param slot which of them
 * @param immutable whether the map's values cannot be changed by who sees them
 */
record HeapEntries<UK, UV>(Slots slots, Slot slot, boolean immutable) implements MapState<UK, UV> {
    @Override
    public UV get(UK key) {
        return seen().get(key);
    }

    @Override
    public void put(UK key, UV value) {
        own().put(key, value);
    }

    @Override
    public void putAll(Map<UK, UV> map) {
        if (!map.isEmpty()) {
            own().putAll(map);
        }
    }

    @Override
    public void remove(UK key) {
        if (seen().containsKey(key)) {
            Map<UK, UV> map = own();
            map.remove(key);
            if (map.isEmpty()) {
                clear();
            }
        }
    }

    @Override
    public boolean contains(UK key) {
        return seen().containsKey(key);
    }

    @Override
    public Iterable<Map.Entry<UK, UV>> entries() {
        return changeable().entrySet();
    }

    @Override
    public Iterable<UK> keys() {
        return changeable().keySet();
    }

    @Override
    public Iterable<UV> values() {
        return changeable().values();
    }

    @Override
    public Iterator<Map.Entry<UK, UV>> iterator() {
        return entries().iterator();
    }

    @Override
    public boolean isEmpty() {
        return seen().isEmpty();
    }

    @Override
    public void clear() {
        slots.set(slot.place(), null);
    }

    private Map<UK, UV> seen() {
        Map<UK, UV> map = slots.see(slot, immutable);
        return map == null ? Map.of() : map;
    }

    /** Returns the map as whoever iterates may change it, through iterators and entries. */
    private Map<UK, UV> changeable() {
        Map<UK, UV> map = slots.own(slot);
        return map == null ? Map.of() : map;
    }

    private Map<UK, UV> own() {
        Map<UK, UV> map = slots.own(slot);
        if (map == null) {
            map = new HashMap<>();
            slots.set(slot.place(), map);
        }
        return map;
    }
}
