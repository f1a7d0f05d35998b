package io.weir.runtime.batch;

import io.weir.runtime.operators.WaitingLimit;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.LockSupport;

/**
 * Records that come one by one for a reader that asks for them one by one. Some are gathered, then the reader goes through
 * them, and waits in the middle of its work until there are more. It has a thread of its own for that, if there are more
 * records than are gathered at once.
 *
 * <p>Both threads take turns: one waits while the other works. So what the task's thread owns may be used by the reader as
 * well. An interrupt of the task's thread goes to the reader if that is the one that works.
 *
 * @param <T> the type of the records
 */
final class PulledRecords<T> implements AutoCloseable {
    /** So many records are gathered at most. */
    static final int GATHERED = 1 << 10;

    private final Reader<T> reader;
    private final TypeSerializer<T> serializer;
    private final boolean immutable;
    private final WaitingLimit<T> limit;
    private final Object[] gathered = new Object[GATHERED];
    private final Pull records = new Pull();
    private int count;
    private int next;
    private long added;
    private boolean complete;
    private boolean closed;

    /** Whether the reader has come to its end, and how. */
    private boolean ended;

    private Throwable failure;

    /** The reader's thread, once it was needed. */
    private Thread thread;

    private Thread task;

    /** Whose turn it is; what one thread has written before it passes the turn the other one sees. */
    private volatile boolean readersTurn;

    /** Goes through records. */
    @FunctionalInterface
    interface Reader<T> {
        /** Goes through some or all of the records. */
        void read(Iterator<T> records) throws Exception;
    }

    /**
     * Creates it without records.
     *
     * @param type the type of the records
     * @param reader goes through them, once
     */
    PulledRecords(TypeInformation<T> type, Reader<T> reader) {
        this.reader = reader;
        this.serializer = type.createSerializer();
        this.immutable = serializer.isImmutable();
        this.limit = new WaitingLimit<>(GATHERED, serializer);
    }

    /**
     * Adds a record; the reader may work meanwhile.
     *
     * @param value the record, which may be changed afterwards
     * @throws Throwable what the reader has failed with
     */
    void add(T value) throws Throwable {
        if (ended) {
            return; // the reader wants no more
        }
        limit.see(value, added++);
        gathered[count++] = immutable || value == null ? value : serializer.copy(value);
        if (count >= limit.get()) {
            letRead();
        }
    }

    /**
     * Lets the reader come to its end: there are no more records.
     *
     * @throws Throwable what the reader has failed with
     */
    void end() throws Throwable {
        complete = true;
        if (ended) {
            return;
        }
        if (thread == null) {
            ended = true;
            reader.read(records);
        } else {
            letRead();
        }
    }

    private void letRead() throws Throwable {
        if (thread == null) {
            task = Thread.currentThread();
            Thread started = new Thread(this::run, "partition of " + task.getName());
            started.setContextClassLoader(task.getContextClassLoader());
            started.setDaemon(true);
            readersTurn = true;
            started.start();
            thread = started;
            await(false);
        } else {
            pass(true);
        }
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            throw thrown;
        }
    }

    private void run() {
        try {
            reader.read(records);
        } catch (Throwable e) {
            failure = closed ? null : e;
        }
        ended = true;
        readersTurn = false;
        LockSupport.unpark(task);
    }

    /** Lets the other thread work, and waits for its own turn. */
    private void pass(boolean toReader) {
        readersTurn = toReader;
        LockSupport.unpark(toReader ? thread : task);
        await(!toReader);
    }

    private void await(boolean reading) {
        boolean interrupted = false;
        while (readersTurn != reading) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted = true;
                if (!reading) {
                    thread.interrupt();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets a reader go that has not come to its end: it is told so by a failure. */
    @Override
    public void close() {
        closed = true;
        while (thread != null && !ended) {
            pass(true);
        }
        ended = true;
    }

    private final class Pull implements Iterator<T> {
        @Override
        public boolean hasNext() {
            while (next == count && !complete && !closed) {
                next = 0;
                count = 0;
                pass(false);
            }
            if (closed) {
                throw new ClosedException();
            }
            return next < count;
        }

        @Override
        @SuppressWarnings("unchecked") // only records are gathered
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T record = (T) gathered[next];
            gathered[next++] = null;
            return record;
        }
    }

    /** Ends a reader that waits for records of which there will be no more. */
    private static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("The task has ended", null, false, false);
        }
    }
}
