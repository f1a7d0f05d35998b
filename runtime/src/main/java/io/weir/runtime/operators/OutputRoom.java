package io.weir.runtime.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether what leaves a task has room, asked by the task before it takes input. Whoever takes records out of the chain
 * (a record writer, a sink that sends) says here when it has none. The task's thread owns it and makes all calls.
 */
public final class OutputRoom {
    private final Waiter waiter;
    private final List<BooleanSupplier> full = new ArrayList<>();
    private boolean exhausted;

    /** How the task's thread waits. */
    @FunctionalInterface
    public interface Waiter {
        /**
         * Waits until a condition holds; whoever makes it hold wakes the task.
         *
         * @param condition the condition
         * @throws io.weir.util.WeirException if the task is canceled meanwhile
         */
        void waitUntil(BooleanSupplier condition);
    }

    /**
     * Creates it with room.
     *
     * @param waiter how the task's thread waits
     */
    public OutputRoom(Waiter waiter) {
        this.waiter = waiter;
    }

    /** Returns whether someone has said that there is no room. Costs a field access, so it can be asked per record. */
    public boolean isExhausted() {
        return exhausted;
    }

    /** Returns whether all who had no room have some again. */
    public boolean isAvailable() {
        if (!exhausted) {
            return true;
        }
        for (int last = full.size() - 1; last >= 0; last--) {
            if (!full.get(last).getAsBoolean()) {
                return false;
            }
            full.remove(last);
        }
        exhausted = false;
        return true;
    }

    /**
     * Asks the task to take no further input.
     *
     * @param hasRoom whether there is room again; whoever makes it so wakes the task
     */
    public void exhaust(BooleanSupplier hasRoom) {
        exhausted = true;
        if (!full.contains(hasRoom)) {
            full.add(hasRoom);
        }
    }

    /**
     * Waits in the middle of a record. Only for what cannot stop there.
     *
     * @param condition what to wait for; whoever makes it hold wakes the task
     */
    public void block(BooleanSupplier condition) {
        waiter.waitUntil(condition);
    }
}
