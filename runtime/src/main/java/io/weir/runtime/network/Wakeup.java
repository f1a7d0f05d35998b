package io.weir.runtime.network;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where a task's thread waits when it has nothing to do. One thread at a time parks here; any thread may wake it, which costs
 * next to nothing while it runs. Code that takes turns with the task's thread parks here in its turn.
 */
public final class Wakeup {
    /** Set by the owner before its first park, read by those who wake it. */
    private volatile Thread owner;

    /** Written by the owner; read by those who wake it. */
    private volatile boolean parked;

    /** Wakes the owner if it waits. What it waits for must have been published before. */
    public void wake() {
        // Pairs with the volatile write in park(): either we see it parked, or it sees what we published.
        VarHandle.fullFence();
        if (parked) {
            LockSupport.unpark(owner);
        }
    }

    /** Returns whether the owner waits. */
    public boolean isParked() {
        return parked;
    }

    /**
     * Waits until woken, or returns at once if there is something to do. It may return early without a reason; an
     * interrupt also ends it and stays set.
     *
     * @param ready whether there is something to do
     * @param nanos how long to wait at most, or 0 for as long as it takes
     */
    public void park(BooleanSupplier ready, long nanos) {
        owner = Thread.currentThread();
        parked = true;
        VarHandle.fullFence();
        if (!ready.getAsBoolean()) {
            if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            } else {
                LockSupport.park(this);
            }
        }
        parked = false;
    }
}
