package io.weir.runtime.network;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts what passes one end of a task. Written by the task's thread, once per frame; any thread may read a slightly old value. */
public final class Traffic {
    private static final VarHandle RECORDS;
    private static final VarHandle BYTES;

    static {
        try {
            RECORDS = MethodHandles.lookup().findVarHandle(Traffic.class, "records", long.class);
            BYTES = MethodHandles.lookup().findVarHandle(Traffic.class, "bytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long records;
    private long bytes;

    /**
     * Counts records. Task's thread.
     *
     * @param moreRecords how many
     * @param moreBytes how many bytes they have; estimated where records are not serialized
     */
    public void add(long moreRecords, long moreBytes) {
        RECORDS.setOpaque(this, records + moreRecords);
        BYTES.setOpaque(this, bytes + moreBytes);
    }

    /** Returns how many records have passed. */
    public long records() {
        return (long) RECORDS.getOpaque(this);
    }

    /** Returns how many bytes have passed; estimated where records are not serialized. */
    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }
}
