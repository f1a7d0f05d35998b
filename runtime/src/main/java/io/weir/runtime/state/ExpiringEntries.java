package io.weir.runtime.state;

import io.weir.state.MapState;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A map of which each entry ends when it is not used. The task's thread owns it.
 *
 * @param <UK> the type of the map's keys
 * @param <UV> the type of the map's values
 */
record ExpiringEntries<UK, UV>(Expiry expiry) implements MapState<UK, UV> {
    @Override
    public UV get(UK key) {
        expiry.used();
        Map<UK, Expiring> map = kept();
        Expiring kept = map.get(key);
        if (kept == null) {
            return null;
        }
        long now = expiry.now();
        if (expiry.isOver(kept, now)) {
            drop(map, key);
            return expiry.showsExpired() ? valueOf(kept) : null;
        }
        if (expiry.readingCounts()) {
            map.put(key, new Expiring(kept.value(), now));
        }
        return valueOf(kept);
    }

    @Override
    public void put(UK key, UV value) {
        expiry.used();
        own().put(key, new Expiring(value, expiry.now()));
    }

    @Override
    public void putAll(Map<UK, UV> values) {
        if (!values.isEmpty()) {
            expiry.used();
            long now = expiry.now();
            Map<UK, Expiring> map = own();
            values.forEach((key, value) -> map.put(key, new Expiring(value, now)));
        }
    }

    @Override
    public void remove(UK key) {
        Map<UK, Expiring> map = kept();
        if (map.containsKey(key)) {
            drop(map, key);
        }
    }

    @Override
    public boolean contains(UK key) {
        expiry.used();
        Expiring kept = kept().get(key);
        return kept != null && expiry.isVisible(kept, expiry.now());
    }

    @Override
    public Iterable<Map.Entry<UK, UV>> entries() {
        expiry.used();
        return this::iterator;
    }

    @Override
    public Iterable<UK> keys() {
        return () -> new Parts<UK, UV, UK>(iterator()) {
            @Override
            public UK next() {
                return entries.next().getKey();
            }
        };
    }

    @Override
    public Iterable<UV> values() {
        return () -> new Parts<UK, UV, UV>(iterator()) {
            @Override
            public UV next() {
                return entries.next().getValue();
            }
        };
    }

    @Override
    public Iterator<Map.Entry<UK, UV>> iterator() {
        Map<UK, Expiring> map = kept();
        long now = expiry.now();
        if (!expiry.showsExpired() && map.values().removeIf(each -> expiry.isOver(each, now)) && map.isEmpty()) {
            clear();
        }
        if (expiry.readingCounts()) {
            map.replaceAll((key, each) -> expiry.isOver(each, now) ? each : new Expiring(each.value(), now));
        }
        Iterator<Map.Entry<UK, Expiring>> all = map.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Map.Entry<UK, UV> next() {
                return new Used(all.next());
            }

            @Override
            public void remove() {
                all.remove();
            }
        };
    }

    @Override
    public boolean isEmpty() {
        return !iterator().hasNext();
    }

    @Override
    public void clear() {
        expiry.clear();
    }

    /** Returns what there is, ended or not; what is not there cannot be changed. */
    private Map<UK, Expiring> kept() {
        Map<UK, Expiring> map = expiry.slots().own(expiry.slot());
        return map == null ? new HashMap<>() : map;
    }

    private Map<UK, Expiring> own() {
        Map<UK, Expiring> map = expiry.slots().own(expiry.slot());
        if (map == null) {
            map = new HashMap<>();
            expiry.slots().set(expiry.slot().place(), map);
        }
        return map;
    }

    private void drop(Map<UK, Expiring> map, UK key) {
        map.remove(key);
        if (map.isEmpty()) {
            clear();
        }
    }

    @SuppressWarnings("unchecked") // only put() and the like write here
    private UV valueOf(Expiring kept) {
        return (UV) kept.value();
    }

    /** An entry whose value can be set, which is a use. */
    private final class Used extends AbstractMap.SimpleEntry<UK, UV> {
        private static final long serialVersionUID = 1L;

        private final transient Map.Entry<UK, Expiring> entry;

        Used(Map.Entry<UK, Expiring> entry) {
            super(entry.getKey(), valueOf(entry.getValue()));
            this.entry = entry;
        }

        @Override
        public UV setValue(UV value) {
            entry.setValue(new Expiring(value, expiry.now()));
            return super.setValue(value);
        }
    }

    /** Keys or values of entries. */
    private abstract static class Parts<UK, UV, T> implements Iterator<T> {
        final Iterator<Map.Entry<UK, UV>> entries;

        Parts(Iterator<Map.Entry<UK, UV>> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public void remove() {
            entries.remove();
        }
    }
}
