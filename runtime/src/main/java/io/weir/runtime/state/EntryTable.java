package io.weir.runtime.state;

import java.util.function.Consumer;

/**
 * The entries of a key group, or of a key's namespaces: a hash table with open addressing. The task's thread owns it. A
 * capture takes the array as it is; the first write after that copies the array, and the first write to an entry copies
 * the entry. Only entries that hold at most a number are changed in place, for a reference written to a large array, or a
 * copy of one, is what the collector stops all threads for the longest.
 */
final class EntryTable {
    private static final int SMALLEST = 4;

    private Entry[] entries;
    private int size;

    /** The version that the array was made in. */
    private int version;

    EntryTable(int version) {
        this(new Entry[SMALLEST], 0, version);
    }

    private EntryTable(Entry[] entries, int size, int version) {
        this.entries = entries;
        this.size = size;
        this.version = version;
    }

    /** Returns one that shares the array until either is written to. */
    EntryTable copy() {
        return new EntryTable(entries, size, version);
    }

    /** Returns the array, in which there are gaps; nobody changes it once the versions say that it is shared. */
    Entry[] entries() {
        return entries;
    }

    int size() {
        return size;
    }

    /** Returns the entry of a key that is a number, or null. */
    Entry find(long bits, int hash) {
        Entry[] table = entries;
        int mask = table.length - 1;
        int position = hash & mask;
        Entry entry;
        while ((entry = table[position]) != null && entry.bits != bits) {
            position = position + 1 & mask;
        }
        return entry;
    }

    /** Returns the entry of a key whose hash is not the key itself, or null. */
    Entry find(Object key, int hash) {
        Entry[] table = entries;
        int mask = table.length - 1;
        int position = hash & mask;
        Entry entry;
        while ((entry = table[position]) != null) {
            if (entry.bits == hash && key.equals(entry.key)) {
                return entry;
            }
            position = position + 1 & mask;
        }
        return null;
    }

    /** Loads the entry that a key most likely has, and returns something of it. */
    long fetch(int hash) {
        Entry[] table = entries;
        Entry entry = table[hash & table.length - 1];
        return entry == null ? 0 : entry.bits;
    }

    /** Adds an entry whose key is not there. */
    void add(Entry entry, Versions versions) {
        if (size + 1 > entries.length >> 1) {
            resize(entries.length << 1, versions);
        } else {
            own(versions);
        }
        entries[gapFor(entry, entries)] = entry;
        size++;
    }

    /** Returns the entry that may be changed instead of one that is here; a copy if a capture needs its objects. */
    Entry own(Entry entry, Versions versions) {
        if (!versions.isShared(entry.version())) {
            return entry;
        }
        if (entry.isNumber() && versions.isBeforeAll(entry.version())) {
            entry.takeOver(versions.current);
            return entry;
        }
        own(versions);
        Entry copy = entry.copy(versions.current);
        entries[positionOf(entry)] = copy;
        return copy;
    }

    /** Removes an entry that is here. */
    void remove(Entry entry, Versions versions) {
        own(versions);
        int gap = positionOf(entry);
        int mask = entries.length - 1;
        // Whoever stands behind the gap only because his place was taken moves up.
        for (int next = gap + 1 & mask; entries[next] != null; next = next + 1 & mask) {
            int wanted = hashOf(entries[next]) & mask;
            if ((next - wanted & mask) >= (next - gap & mask)) {
                entries[gap] = entries[next];
                gap = next;
            }
        }
        entries[gap] = null;
        size--;
        if (entries.length > SMALLEST && size < entries.length >> 4) {
            resize(entries.length >> 1, versions);
        }
    }

    /** Gives all entries, in no order. They must not be added or removed meanwhile. */
    void forEach(Consumer<Entry> action) {
        for (Entry entry : entries) {
            if (entry != null) {
                action.accept(entry);
            }
        }
    }

    private void own(Versions versions) {
        if (versions.isShared(version)) {
            entries = entries.clone();
            version = versions.current;
        }
    }

    private void resize(int capacity, Versions versions) {
        Entry[] resized = new Entry[capacity];
        for (Entry entry : entries) {
            if (entry != null) {
                resized[gapFor(entry, resized)] = entry;
            }
        }
        entries = resized;
        version = versions.current;
    }

    private static int gapFor(Entry entry, Entry[] table) {
        int mask = table.length - 1;
        int position = hashOf(entry) & mask;
        while (table[position] != null) {
            position = position + 1 & mask;
        }
        return position;
    }

    private int positionOf(Entry entry) {
        int mask = entries.length - 1;
        int position = hashOf(entry) & mask;
        while (entries[position] != entry) {
            position = position + 1 & mask;
        }
        return position;
    }

    private static int hashOf(Entry entry) {
        return entry.key == null ? KeyGroups.hashOf(Long.hashCode(entry.bits)) : (int) entry.bits;
    }
}
