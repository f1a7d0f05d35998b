package io.weir.runtime.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What is kept for one key, or for one namespace of a key: the values of all states side by side. The task's thread owns
 * it until a capture shares it; from then on nobody changes it, unless it holds at most a number: then it may be taken over
 * in place once for all captures that are open, which find here what it held. So no object is needed to remember that, and
 * the collector finds no new references in old objects.
 *
 * <p>The places of values have numbers. {@link #NUMBER} is the place of the one state whose values are kept without an
 * object of their own; 0 and 1, … are objects.
 */
final class Entry {
    /** The place of the value that is a number. */
    static final int NUMBER = -1;

    private static final int HAS_NUMBER = 1 << 31;
    private static final int HAD_NUMBER = 1 << 30;
    private static final int ALL_SHARED = ~(HAS_NUMBER | HAD_NUMBER);

    /** The bit that all further places have in common; it is never cleared. */
    private static final int LAST_BIT = 29;

    /** Where the namespaces are among the other objects, so that an entry without any is no longer for them. */
    private static final int SPACES = 0;

    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(Entry.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The key or the namespace; null where {@link #bits} alone is the key. */
    final Object key;

    /** The key itself where it is a number, else its hash. */
    final long bits;

    /**
     * The version that it was made or taken over in. Written by the task's thread before it changes anything of that
     * version, read by it and by whoever writes captures.
     */
    private int version;

    /**
     * Which values are shared with an earlier version of this entry, by place, and whether there is a number, and was one
     * when it was taken over.
     */
    private int flags;

    private long number;

    /** The number when it was taken over. Written before the version, and not again while a capture may look for it. */
    private long before;

    private Object first;

    /** The namespaces of a key, as an array of tables by number of their store, and the values from place 1; or null. */
    private Object[] others;

    Entry(Object key, long bits, int version) {
        this.key = key;
        this.bits = bits;
        this.version = version;
    }

    /** Returns the version that it was made or taken over in. Task's thread. */
    int version() {
        return version;
    }

    /** Returns whether it holds at most a number. */
    boolean isNumber() {
        return first == null && others == null;
    }

    /**
     * Remembers the number, and lets everything be changed from now on. Only if it holds at most a number, and no open
     * capture looks for the one that was remembered before.
     */
    void takeOver(int newVersion) {
        before = number;
        flags = flags < 0 ? flags | HAD_NUMBER : flags & ~HAD_NUMBER;
        VERSION.setRelease(this, newVersion);
        VarHandle.storeStoreFence(); // whoever sees a change sees the version
    }

    /**
     * Returns a value as a capture knows it. Any thread.
     *
     * @param place the place
     * @param captured the version that the capture began
     */
    Object getBefore(int place, int captured) {
        int seen = (int) VERSION.getAcquire(this);
        if (seen < captured) {
            Object value = get(place);
            if (isStill(seen)) {
                return value;
            }
        }
        // Objects would not have been taken over.
        return place < 0 && (flags & HAD_NUMBER) != 0 ? (Object) before : null;
    }

    /** Returns the namespaces as a capture knows them, or null. Any thread. */
    EntryTable[] spacesBefore(int captured) {
        int seen = (int) VERSION.getAcquire(this);
        EntryTable[] known = spaces();
        return seen < captured && isStill(seen) ? known : null;
    }

    /** Returns whether what was read since a version was seen belongs to it; if not, what is read next belongs to the new. */
    private boolean isStill(int seen) {
        VarHandle.acquireFence();
        return (int) VERSION.getAcquire(this) == seen;
    }

    /** Returns one that holds the same values and may be changed; all objects are marked as shared. */
    Entry copy(int newVersion) {
        Entry copy = new Entry(key, bits, newVersion);
        copy.flags = flags | ALL_SHARED;
        copy.number = number;
        copy.first = first;
        copy.others = others == null ? null : others.clone();
        EntryTable[] spaces = spaces();
        if (spaces != null) {
            EntryTable[] copies = spaces.clone();
            for (int i = 0; i < copies.length; i++) {
                copies[i] = copies[i] == null ? null : copies[i].copy();
            }
            copy.others[SPACES] = copies;
        }
        return copy;
    }

    /** Returns the namespaces of a key, by number of their store; null if there are none. */
    EntryTable[] spaces() {
        return others == null ? null : (EntryTable[]) others[SPACES];
    }

    /** Puts the namespaces of a store in their place. */
    void setSpaces(int store, EntryTable table) {
        EntryTable[] spaces = spaces();
        if (spaces == null || spaces.length <= store) {
            spaces = spaces == null ? new EntryTable[store + 1] : Arrays.copyOf(spaces, store + 1);
            setOther(SPACES, spaces);
        }
        spaces[store] = table;
    }

    Object get(int place) {
        if (place == 0) {
            return first;
        }
        if (place < 0) {
            return flags < 0 ? number : null;
        }
        return others == null || place >= others.length ? null : others[place];
    }

    void set(int place, Object value) {
        if (place < 0) {
            setNumber(value);
            return;
        }
        if (place == 0) {
            first = value;
        } else {
            setOther(place, value);
        }
        if ((flags & ALL_SHARED) != 0 && place < LAST_BIT) {
            flags &= ~bit(place);
        }
    }

    private void setNumber(Object value) {
        if (value == null) {
            flags &= ~HAS_NUMBER;
        } else {
            number = (Long) value;
            flags |= HAS_NUMBER;
        }
    }

    private void setOther(int place, Object value) {
        if (others == null) {
            others = new Object[place + 1];
        } else if (others.length <= place) {
            others = Arrays.copyOf(others, place + 1);
        }
        others[place] = value;
    }

    /** Returns whether a value is shared with an earlier version. */
    boolean isShared(int place) {
        return place >= 0 && (flags & bit(place)) != 0;
    }

    /** Returns whether there is no value at all. */
    boolean isEmpty() {
        return flags >= 0 && first == null && (others == null || isEmpty(spaces()) && isEmpty(others, SPACES + 1));
    }

    private static boolean isEmpty(EntryTable[] spaces) {
        return spaces == null || isEmpty(spaces, 0);
    }

    private static boolean isEmpty(Object[] values, int from) {
        for (int i = from; i < values.length; i++) {
            if (values[i] != null) {
                return false;
            }
        }
        return true;
    }

    private static int bit(int place) {
        return 1 << Math.min(place, LAST_BIT);
    }
}
