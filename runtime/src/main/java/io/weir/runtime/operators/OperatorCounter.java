package io.weir.runtime.operators;

import io.weir.runtime.protocol.OperatorCount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts what people want to know of an operator. Written by the task's thread; any thread may read a slightly old value. */
public final class OperatorCounter {
    /** Counts bytes that batch operators have written to disk because they had not enough managed memory. */
    public static final String SPILLED = OperatorCount.SPILLED;

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(OperatorCounter.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long count;

    /** Counts one more. Task's thread. */
    public void increment() {
        COUNT.setOpaque(this, count + 1);
    }

    /** Counts so many more. Task's thread. */
    public void add(long more) {
        COUNT.setOpaque(this, count + more);
    }

    /** Returns the count. Any thread. */
    public long value() {
        return (long) COUNT.getOpaque(this);
    }
}
