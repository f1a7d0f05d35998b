package io.weir.runtime.task;

import io.weir.runtime.network.Traffic;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a task has done so far. Written by the task's thread, once per frame or wait; any thread may read a slightly old
 * value.
 */
public final class TaskMetrics {
    private static final VarHandle IDLE;
    private static final VarHandle BACK_PRESSURED;

    static {
        try {
            IDLE = MethodHandles.lookup().findVarHandle(TaskMetrics.class, "idleNanos", long.class);
            BACK_PRESSURED = MethodHandles.lookup().findVarHandle(TaskMetrics.class, "backPressuredNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Traffic in = new Traffic();
    private final Traffic out = new Traffic();
    private final OperatorCounters operators = new OperatorCounters();
    private long idleNanos;
    private long backPressuredNanos;

    /** Returns what came in: through exchanges, or from the source that the task runs. */
    Traffic in() {
        return in;
    }

    /** Returns what went out through exchanges. */
    Traffic out() {
        return out;
    }

    /** Returns what the operators count. */
    public OperatorCounters operators() {
        return operators;
    }

    /** Counts a wait. Task's thread. */
    void waited(long nanos, boolean backPressured) {
        if (backPressured) {
            BACK_PRESSURED.setOpaque(this, backPressuredNanos + nanos);
        } else {
            IDLE.setOpaque(this, idleNanos + nanos);
        }
    }

    /** Returns how many records came in: through exchanges, or from the source that the task runs. */
    public long recordsIn() {
        return in.records();
    }

    /** Returns how many records went out through exchanges. */
    public long recordsOut() {
        return out.records();
    }

    /** Returns how many bytes came in through exchanges; estimated where records are not serialized. */
    public long bytesIn() {
        return in.bytes();
    }

    /** Returns how many bytes went out through exchanges; estimated where records are not serialized. */
    public long bytesOut() {
        return out.bytes();
    }

    /** Returns how long the task had nothing to do. */
    public long idleNanos() {
        return (long) IDLE.getOpaque(this);
    }

    /** Returns how long the task waited for its consumers. */
    public long backPressuredNanos() {
        return (long) BACK_PRESSURED.getOpaque(this);
    }
}
