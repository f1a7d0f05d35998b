package io.weir.runtime.operators;

import java.util.HashMap;
import java.util.Map;

/**
 * What the tasks of an iteration hand to each other that run in one slot, by names they agree on. What is put there by
 * one task is seen by another only after the superstep has ended, or the next has begun; so nobody ever waits here.
 *
 * <p>Any thread; a lock guards it. Life: from the first task that takes it to the last that lets go of it, which closes
 * what was not taken.
 */
public final class LoopSlot {
    private final Runnable onEnd;
    private final Map<String, AutoCloseable> things = new HashMap<>();

    /** How many tasks have it. Guarded by the registry's lock. */
    private int users;

    LoopSlot(Runnable onEnd) {
        this.onEnd = onEnd;
    }

    /** Puts something there, and closes what was there before and was not taken. */
    public void put(String name, AutoCloseable thing) throws Exception {
        AutoCloseable before;
        synchronized (things) {
            before = things.put(name, thing);
        }
        if (before != null) {
            before.close();
        }
    }

    /** Takes something away, which the caller then owns; returns null if there is nothing. */
    public AutoCloseable take(String name) {
        synchronized (things) {
            return things.remove(name);
        }
    }

    /** Returns something that stays there; null if there is nothing. */
    public AutoCloseable get(String name) {
        synchronized (things) {
            return things.get(name);
        }
    }

    void addUser() {
        users++;
    }

    boolean removeUser() {
        users--;
        return users == 0;
    }

    /** Lets go of it. */
    public void release() {
        onEnd.run();
    }

    void close() {
        synchronized (things) {
            for (AutoCloseable thing : things.values()) {
                try {
                    thing.close();
                } catch (Exception e) {
                    throw new IllegalStateException("What an iteration has left could not be closed", e);
                }
            }
            things.clear();
        }
    }
}
