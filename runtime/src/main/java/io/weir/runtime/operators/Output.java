package io.weir.runtime.operators;

/**
 * Takes the records of an operator. A chained operator is the output of the one before it; a chain ends in record
 * writers. All calls come from the task's thread.
 *
 * <p>Whoever emits an object gives it up; whoever keeps one copies it.
 *
 * <p>A class rather than an interface: in a process that has run many programs the JIT compiler no longer knows which
 * output follows which, and then calls a class's method faster than an interface's.
 *
 * @param <T> the type of the records
 */
public abstract class Output<T> {
    /** The timestamp of a record that has none. */
    public static final long NO_TIMESTAMP = Long.MIN_VALUE;

    /**
     * Takes a record.
     *
     * @param value the record
     * @param timestamp milliseconds since 1970-01-01T00:00Z, or {@link #NO_TIMESTAMP}
     * @throws Exception any failure further down the chain; it fails the task
     */
    public abstract void collect(T value, long timestamp) throws Exception;

    /**
     * Learns which records come next. Whoever will have to wait for memory for each of them can then wait for all at once.
     *
     * @param values holds the records
     * @param from the first of them
     * @param to the end of them
     * @throws Exception any failure; it fails the task
     */
    public void expect(Object[] values, int from, int to) throws Exception {}

    /**
     * Learns that no record with an earlier timestamp will follow.
     *
     * @param timestamp milliseconds since 1970-01-01T00:00Z
     * @throws Exception any failure further down the chain; it fails the task
     */
    public abstract void watermark(long timestamp) throws Exception;

    /**
     * Learns that nothing is expected for now, so that event time need not wait for this input, or that it counts again.
     * It counts at the beginning.
     *
     * @param idle whether nothing is expected
     * @throws Exception any failure further down the chain; it fails the task
     */
    public abstract void idle(boolean idle) throws Exception;

    /**
     * Returns whether records are to wait where they come from. Asked of the inputs of a chain's first operator only, if it has
     * several, at the beginning and whenever one of them has ended.
     */
    public boolean isWaiting() {
        return false;
    }

    /**
     * Learns that no record follows. Told to the inputs of a chain's first operator only, if it has several, each when all its
     * channels have ended; the others learn it by {@link Operator#finish}.
     *
     * @throws Exception any failure; it fails the task
     */
    public void inputEnded() throws Exception {}
}
