package io.weir.runtime.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What is kept for one key, or for one namespace of a key: the values of all states side by side. The task's thread owns
 * it until a capture shares it; from then on nobody changes it, unless it holds at most a number: then it may be taken over
 * in place, and the capture finds what it held in {@link PastNumbers}.
 *
 * <p>The places of values have numbers. {@link #NUMBER} is the place of the one state whose values are kept without an
 * object of their own; 0 and 1, … are objects.
 */
final class Entry {
    /** The place of the value that is a number. */
    static final int NUMBER = -1;

    private static final int VERSION_SHIFT = 32;
    private static final int HAS_NUMBER = 1 << 31;
    private static final int ALL_SHARED = ~HAS_NUMBER;

    /** The bit that all further places have in common; it is never cleared. */
    private static final int LAST_BIT = 30;

    private static final VarHandle STAMP;

    static {
        try {
            STAMP = MethodHandles.lookup().findVarHandle(Entry.class, "stamp", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The key or the namespace; null where {@link #bits} alone is the key. */
    final Object key;

    /** The key itself where it is a number, else its hash. */
    final long bits;

    /**
     * The version that it was made or taken over in, and by which number what it held before is found. Written by the
     * task's thread before it changes anything of that version, read by it and by whoever writes captures.
     */
    private long stamp;

    /** Which values are shared with an earlier version of this entry, by place, and whether there is a number. */
    private int flags;

    private long number;
    private Object first;
    private Object[] others;

    /** The namespaces of a key, by number of their store; null if there are none. */
    EntryTable[] spaces;

    Entry(Object key, long bits, int version) {
        this.key = key;
        this.bits = bits;
        this.stamp = (long) version << VERSION_SHIFT;
    }

    /** Returns the version that it was made or taken over in. Task's thread. */
    int version() {
        return (int) (stamp >>> VERSION_SHIFT);
    }

    /** Returns whether it holds at most a number. */
    boolean isNumber() {
        return first == null && others == null && spaces == null;
    }

    /** Remembers the number, and lets everything be changed from now on. Only if it holds at most a number. */
    void takeOver(Versions versions) {
        int past = versions.past.add(number, flags < 0, stamp);
        STAMP.setRelease(this, (long) versions.current << VERSION_SHIFT | past);
        VarHandle.storeStoreFence(); // whoever sees a change sees the stamp
    }

    /**
     * Returns a value as a capture knows it. Any thread.
     *
     * @param place the place
     * @param version the version that the capture began
     * @param past what entries held that were taken over since
     */
    Object getBefore(int place, int version, PastNumbers past) {
        long seen = (long) STAMP.getAcquire(this);
        if (seen >>> VERSION_SHIFT < version) {
            Object value = get(place);
            if (isStill(seen)) {
                return value;
            }
            seen = (long) STAMP.getAcquire(this);
        }
        if (place >= 0) {
            return null; // it would not have been taken over
        }
        int index = 0;
        while (seen >>> VERSION_SHIFT >= version) {
            index = (int) seen;
            seen = past.stamp(index);
        }
        return past.hasNumber(index) ? (Object) past.number(index) : null;
    }

    /** Returns the namespaces as a capture knows them, or null. Any thread. */
    EntryTable[] spacesBefore(int version) {
        long seen = (long) STAMP.getAcquire(this);
        EntryTable[] known = spaces;
        return seen >>> VERSION_SHIFT < version && isStill(seen) ? known : null;
    }

    /** Returns whether what was read since a stamp was seen belongs to it. */
    private boolean isStill(long seen) {
        VarHandle.acquireFence();
        return (long) STAMP.getOpaque(this) == seen;
    }

    /** Returns one that holds the same values and may be changed; all objects are marked as shared. */
    Entry copy(int newVersion) {
        Entry copy = new Entry(key, bits, newVersion);
        copy.flags = flags | ALL_SHARED;
        copy.number = number;
        copy.first = first;
        copy.others = others == null ? null : others.clone();
        if (spaces != null) {
            copy.spaces = spaces.clone();
            for (int i = 0; i < spaces.length; i++) {
                copy.spaces[i] = spaces[i] == null ? null : spaces[i].copy();
            }
        }
        return copy;
    }

    Object get(int place) {
        if (place == 0) {
            return first;
        }
        if (place < 0) {
            return flags < 0 ? number : null;
        }
        return others == null || place > others.length ? null : others[place - 1];
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
            others = new Object[place];
        } else if (others.length < place) {
            others = Arrays.copyOf(others, place);
        }
        others[place - 1] = value;
    }

    /** Returns whether a value is shared with an earlier version. */
    boolean isShared(int place) {
        return place >= 0 && (flags & bit(place)) != 0;
    }

    /** Returns whether there is no value at all. */
    boolean isEmpty() {
        return flags >= 0 && first == null && isEmpty(others) && isEmpty(spaces);
    }

    private static boolean isEmpty(Object[] values) {
        if (values != null) {
            for (Object value : values) {
                if (value != null) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int bit(int place) {
        return 1 << Math.min(place, LAST_BIT);
    }
}
