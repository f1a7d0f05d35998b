package io.weir.runtime.operators;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether what leaves a task has room, asked by the task before it takes input. Whoever takes records out of the chain
 * (a record writer, a sink that sends) says here when it has none. The task's thread owns it and makes all calls but
 * one: any thread may ask for the step at hand to end.
 */
public final class OutputRoom {
    private static final VarHandle STEP_OVER;

    static {
        try {
            STEP_OVER = MethodHandles.lookup().findVarHandle(OutputRoom.class, "stepOver", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How many frames a task may hand over beyond all bounds so that it comes to its mail: some megabytes. */
    private static final int HURRY_FRAMES = 256;

    private final Waiter waiter;
    private final List<BooleanSupplier> full = new ArrayList<>();

    /** Set by any thread, cleared by the task's. Missing one set at the same moment only means a step of usual length. */
    @SuppressWarnings("UnusedVariable") // read and written through its handle
    private boolean stepOver;

    /** Set by any thread, cleared by the task's. */
    private volatile boolean hurried;

    /** How many frames have been handed over beyond all bounds since the task was hurried. */
    private int beyond;

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

    /**
     * Returns whether the task should turn to something else before the next record: there is no room, or something
     * waits for the task. Costs a field access, so that it can be asked per record.
     */
    public boolean isStepOver() {
        return (boolean) STEP_OVER.getOpaque(this);
    }

    /** Lets the step at hand end before its next record. Any thread. */
    public void endStep() {
        STEP_OVER.setOpaque(this, true);
    }

    /** Learns that the task now looks for what waits for it, before it begins the next step. */
    public void lookAround() {
        if (isStepOver()) {
            STEP_OVER.setOpaque(this, false);
            if (hurried) {
                hurried = false;
                beyond = 0;
            }
        }
    }

    /**
     * Lets a task that waits for room in the middle of a record go on for a while without it, because its mail cannot wait
     * any longer. Any thread; whoever calls wakes the task.
     */
    public void hurry() {
        hurried = true;
        endStep();
    }

    /** Returns whether the task is to come to its mail although there is no room. */
    public boolean isHurried() {
        return hurried && beyond < HURRY_FRAMES;
    }

    /** Returns whether all who had no room have some again. */
    public boolean isAvailable() {
        for (int last = full.size() - 1; last >= 0; last--) {
            if (!full.get(last).getAsBoolean()) {
                return false;
            }
            full.remove(last);
        }
        return true;
    }

    /**
     * Asks the task to take no further input.
     *
     * @param hasRoom whether there is room again; whoever makes it so wakes the task
     */
    public void exhaust(BooleanSupplier hasRoom) {
        endStep();
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

    /**
     * Waits in the middle of a record for room for a frame, unless the task is hurried.
     *
     * @param hasRoom whether there is room; whoever makes it so wakes the task
     */
    public void awaitRoom(BooleanSupplier hasRoom) {
        if (!isHurried()) {
            waiter.waitUntil(() -> hasRoom.getAsBoolean() || isHurried());
        }
        if (hurried) {
            beyond++;
        }
    }
}
