package io.weir.runtime.timers;

import io.weir.runtime.state.KeyNumbers;
import java.util.Arrays;
import java.util.Objects;

/**
 * The timers of one kind of one key group: which there are, by key, namespace and time; {@link TimerQueue} knows their
 * order. Open addressing over parallel arrays, so that a timer costs little more than what it consists of. The task's
 * thread owns it; what it has frozen is read by another, and copied when it is first changed.
 */
final class TimerTable {
    /** The time in a slot without a timer; nobody waits for it. */
    private static final long FREE = Long.MIN_VALUE;

    private static final int LEAST_SLOTS = 5;

    /** Tables of fewer slots are not made smaller. */
    private static final int KEPT_SLOTS = 64;

    private static final long MIX_TIME = 0x9E3779B97F4A7C15L;
    private static final long MIX_ALL = 0xC2B2AE3D27D4EB4FL;

    private final KeyNumbers numbers;
    private long[] times = {};
    private KeyColumn keys;

    /** Null as long as no timer has a namespace. */
    private Object[] namespaces;

    private int size;
    private Lease lease;

    private Object takenKey;
    private Object takenNamespace;

    TimerTable(KeyNumbers numbers) {
        this.numbers = numbers;
    }

    /** Says how long what was frozen may not be changed. */
    static final class Lease {
        private final Lease before;

        /** Set by whoever has read what was frozen, read by the task's thread. */
        private volatile boolean over;

        private Lease(Lease before) {
            this.before = before;
        }

        void end() {
            over = true;
        }

        boolean isOver() {
            return over && (before == null || before.isOver());
        }
    }

    /**
     * The timers of a table at one moment.
     *
     * @param times by slot
     * @param keys by slot
     * @param namespaces by slot, or null if there are none
     * @param size how many timers there are
     * @param lease is to be ended when they have been read
     */
    record Frozen(long[] times, KeyColumn keys, Object[] namespaces, int size, Lease lease) {
        /** Shows each timer. */
        void forEach(Visitor visitor) {
            for (int slot = 0; slot < times.length; slot++) {
                if (times[slot] != FREE) {
                    visitor.visit(times[slot], keys.get(slot), namespaces == null ? null : namespaces[slot]);
                }
            }
        }
    }

    /** Takes timers one by one. */
    @FunctionalInterface
    interface Visitor {
        /** Takes one. */
        void visit(long time, Object key, Object namespace);
    }

    /** Takes times one by one, with the mixed hashes of their keys. */
    @FunctionalInterface
    interface TimeVisitor {
        /** Takes one. */
        void visit(long time, int hash);
    }

    int size() {
        return size;
    }

    /** Adds a timer; returns false if there is the same already. */
    boolean add(Object key, int hash, Object namespace, long time) {
        if (times.length == 0) {
            resize(LEAST_SLOTS);
        }
        int slot = find(key, hash, namespace, time);
        if (times[slot] != FREE) {
            return false;
        }
        own();
        if ((size + 1) * 5L > times.length * 4L) {
            resize(times.length + (times.length >> 1) + 1);
            slot = find(key, hash, namespace, time);
        }
        times[slot] = time;
        keys.set(slot, key);
        if (namespace != null) {
            if (namespaces == null) {
                namespaces = new Object[times.length];
            }
            namespaces[slot] = namespace;
        }
        size++;
        return true;
    }

    /** Removes a timer; returns false if there is none. */
    boolean remove(Object key, int hash, Object namespace, long time) {
        if (size == 0) {
            return false;
        }
        int slot = find(key, hash, namespace, time);
        if (times[slot] == FREE) {
            return false;
        }
        remove(slot);
        return true;
    }

    /**
     * Removes any timer with a time, and a key with a hash.
     *
     * @return whether there was one; it is then told by {@link #takenKey} and {@link #takenNamespace}
     */
    boolean take(int hash, long time) {
        if (size == 0) {
            return false;
        }
        int slot = home(hash, time);
        while (times[slot] != time || keys.hashAt(slot) != hash) {
            if (times[slot] == FREE) {
                return false;
            }
            slot = after(slot);
        }
        takenKey = keys.get(slot);
        takenNamespace = namespaceAt(slot);
        remove(slot);
        return true;
    }

    Object takenKey() {
        return takenKey;
    }

    Object takenNamespace() {
        return takenNamespace;
    }

    /** Shows the times of all timers. */
    void forEachTime(TimeVisitor visitor) {
        for (int slot = 0; slot < times.length; slot++) {
            if (times[slot] != FREE) {
                visitor.visit(times[slot], keys.hashAt(slot));
            }
        }
    }

    /** Returns the timers as they are now; until its lease ends, they are copied when they change. */
    Frozen freeze() {
        lease = new Lease(lease == null || lease.isOver() ? null : lease);
        return new Frozen(times, keys, namespaces, size, lease);
    }

    private void own() {
        if (lease == null) {
            return;
        }
        if (!lease.isOver()) {
            times = times.clone();
            keys = keys.copy();
            namespaces = namespaces == null ? null : namespaces.clone();
        }
        lease = null;
    }

    /** Returns the slot of a timer, or the free one where it belongs. */
    private int find(Object key, int hash, Object namespace, long time) {
        int slot = home(hash, time);
        while (times[slot] != FREE
                && (times[slot] != time || !keys.isAt(slot, key) || !Objects.equals(namespaceAt(slot), namespace))) {
            slot = after(slot);
        }
        return slot;
    }

    private Object namespaceAt(int slot) {
        return namespaces == null ? null : namespaces[slot];
    }

    private int home(int hash, long time) {
        long mixed = time * MIX_TIME + hash;
        mixed = (mixed ^ mixed >>> 32) * MIX_ALL;
        // The upper bits of a product instead of a remainder: the table may have any number of slots.
        return (int) ((mixed >>> 32) * times.length >>> 32);
    }

    private int after(int slot) {
        return slot + 1 == times.length ? 0 : slot + 1;
    }

    private void remove(int slot) {
        own();
        size--;
        int hole = slot;
        // Those that follow move up as far as they can, so that no search ends at the hole too early.
        for (int next = after(slot); times[next] != FREE; next = after(next)) {
            int home = home(keys.hashAt(next), times[next]);
            boolean stays = hole <= next ? hole < home && home <= next : hole < home || home <= next;
            if (!stays) {
                times[hole] = times[next];
                keys.move(next, hole);
                if (namespaces != null) {
                    namespaces[hole] = namespaces[next];
                }
                hole = next;
            }
        }
        times[hole] = FREE;
        keys.clear(hole);
        if (namespaces != null) {
            namespaces[hole] = null;
        }
        if (times.length > KEPT_SLOTS && size < times.length >> 3) {
            resize(times.length >> 2);
        }
    }

    private void resize(int slots) {
        long[] oldTimes = times;
        KeyColumn oldKeys = keys;
        Object[] oldNamespaces = namespaces;
        times = new long[slots];
        Arrays.fill(times, FREE);
        keys = KeyColumn.create(numbers, slots);
        namespaces = oldNamespaces == null ? null : new Object[slots];
        for (int old = 0; old < oldTimes.length; old++) {
            if (oldTimes[old] == FREE) {
                continue;
            }
            int slot = home(oldKeys.hashAt(old), oldTimes[old]);
            while (times[slot] != FREE) {
                slot = after(slot);
            }
            times[slot] = oldTimes[old];
            keys.take(slot, oldKeys, old);
            if (oldNamespaces != null) {
                namespaces[slot] = oldNamespaces[old];
            }
        }
    }
}
