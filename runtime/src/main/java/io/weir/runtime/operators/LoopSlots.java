package io.weir.runtime.operators;

import java.util.HashMap;
import java.util.Map;

/** Brings the tasks of an iteration together that run in one slot of a process. Any thread; a lock guards it. */
public final class LoopSlots {
    private final Map<Key, LoopSlot> slots = new HashMap<>();

    /** Which instances belong together: those of one number. */
    private record Key(String job, String loop, int subtask) {}

    /**
     * Returns the slot of an instance of an iteration.
     *
     * @param job the job
     * @param loop the iteration
     * @param subtask the number of the instance
     * @return the slot; the caller releases it
     */
    public LoopSlot acquire(String job, String loop, int subtask) {
        Key key = new Key(job, loop, subtask);
        synchronized (slots) {
            LoopSlot slot = slots.computeIfAbsent(key, none -> new LoopSlot(() -> release(key)));
            slot.addUser();
            return slot;
        }
    }

    private void release(Key key) {
        LoopSlot ended = null;
        synchronized (slots) {
            LoopSlot slot = slots.get(key);
            if (slot.removeUser()) {
                ended = slots.remove(key);
            }
        }
        if (ended != null) {
            ended.close();
        }
    }

    /** Returns how many there are. */
    public int size() {
        synchronized (slots) {
            return slots.size();
        }
    }
}
