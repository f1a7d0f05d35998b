package io.weir.runtime.timers;

import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyNumbers;

/** The keys of a {@link TimerTable}, by slot: as numbers where they are numbers, without objects. Owned as the table is. */
abstract sealed class KeyColumn {
    /** Returns a column for a number of slots, without keys. */
    static KeyColumn create(KeyNumbers numbers, int slots) {
        return numbers == KeyNumbers.NONE ? new Objects(new Object[slots]) : new Numbers(numbers, new long[slots]);
    }

    abstract Object get(int slot);

    abstract void set(int slot, Object key);

    abstract boolean isAt(int slot, Object key);

    /** Returns the mixed hash of a slot's key. */
    abstract int hashAt(int slot);

    abstract void move(int from, int to);

    abstract void clear(int slot);

    /** Puts in a slot what another column has in one. */
    abstract void take(int slot, KeyColumn from, int fromSlot);

    abstract KeyColumn copy();

    /** Keys that are objects. */
    private static final class Objects extends KeyColumn {
        private final Object[] keys;

        Objects(Object[] keys) {
            this.keys = keys;
        }

        @Override
        Object get(int slot) {
            return keys[slot];
        }

        @Override
        void set(int slot, Object key) {
            keys[slot] = key;
        }

        @Override
        boolean isAt(int slot, Object key) {
            return keys[slot].equals(key);
        }

        @Override
        int hashAt(int slot) {
            return KeyGroups.hashOf(keys[slot].hashCode());
        }

        @Override
        void move(int from, int to) {
            keys[to] = keys[from];
        }

        @Override
        void clear(int slot) {
            keys[slot] = null;
        }

        @Override
        void take(int slot, KeyColumn from, int fromSlot) {
            keys[slot] = ((Objects) from).keys[fromSlot];
        }

        @Override
        KeyColumn copy() {
            return new Objects(keys.clone());
        }
    }

    /** Keys that are numbers. */
    private static final class Numbers extends KeyColumn {
        private final KeyNumbers numbers;
        private final long[] keys;

        Numbers(KeyNumbers numbers, long[] keys) {
            this.numbers = numbers;
            this.keys = keys;
        }

        @Override
        Object get(int slot) {
            return numbers.ofBits(keys[slot]);
        }

        @Override
        void set(int slot, Object key) {
            keys[slot] = numbers.toBits(key);
        }

        @Override
        boolean isAt(int slot, Object key) {
            return keys[slot] == numbers.toBits(key);
        }

        @Override
        int hashAt(int slot) {
            return KeyGroups.hashOf(Long.hashCode(keys[slot]));
        }

        @Override
        void move(int from, int to) {
            keys[to] = keys[from];
        }

        @Override
        void clear(int slot) {
            keys[slot] = 0;
        }

        @Override
        void take(int slot, KeyColumn from, int fromSlot) {
            keys[slot] = ((Numbers) from).keys[fromSlot];
        }

        @Override
        KeyColumn copy() {
            return new Numbers(numbers, keys.clone());
        }
    }
}
