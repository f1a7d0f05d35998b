package io.weir.runtime.operators;

import io.weir.state.FunctionSnapshotContext;

/**
 * One operator of a chain. The task's thread owns it: {@link #open} before the first record, {@link #finish} after the
 * last record of a task that ends well, {@link #close} always and last.
 *
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public abstract class Operator<I, O> extends Output<I> {
    /** Where the results go. */
    protected final Output<O> output;

    /**
     * Creates an operator.
     *
     * @param output where its results go
     */
    protected Operator(Output<O> output) {
        this.output = output;
    }

    /**
     * Prepares the operator; those further down the chain are already open.
     *
     * @throws Exception any failure; it fails the task
     */
    public void open() throws Exception {}

    /**
     * Asks for the state that {@link #open} asks for, and does nothing else that anybody could see: no output is
     * committed, no reader or writer begins, nothing is emitted. Called in place of {@link #open}, to find out whether the
     * operator can start from a checkpoint; {@link #close} follows. Functions of the program are opened, because only that
     * shows which state they ask for.
     *
     * @throws Exception any failure; then it is not known what else the operator would ask for
     */
    public void openStates() throws Exception {}

    /**
     * Brings what the operator keeps in its {@link OperatorContext#states} up to date, because it is about to be
     * captured. Called between two records; those further up the chain have already done it.
     *
     * @param checkpoint the checkpoint
     * @throws Exception any failure; it fails the task
     */
    public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {}

    /**
     * Learns that a checkpoint that the operator took part in is complete: whatever waited for it may be published. It may
     * come late, or never if a failure comes between; then a later checkpoint's counts for this one too.
     *
     * @param checkpointId the checkpoint
     * @throws Exception any failure; it fails the task
     */
    public void checkpointCompleted(long checkpointId) throws Exception {}

    /**
     * Learns that a checkpoint was given up.
     *
     * @param checkpointId the checkpoint
     * @throws Exception any failure; it fails the task
     */
    public void checkpointAborted(long checkpointId) throws Exception {}

    /**
     * Prepares the operator of a task that starts from a checkpoint at which it had {@link #finish}ed: it does what it
     * then still waited for. Called instead of {@link #open}; no record follows, and no {@link #finish}.
     *
     * @throws Exception any failure; it fails the task
     */
    public void openFinished() throws Exception {}

    /**
     * Returns whether the operator has something to do once the next checkpoint is complete. A task with such an operator
     * goes on after {@link #finish} until it is done.
     */
    public boolean awaitsCheckpoint() {
        return false;
    }

    /**
     * Emits what the operator still holds; those further up the chain have already finished.
     *
     * @throws Exception any failure; it fails the task
     */
    public void finish() throws Exception {}

    /**
     * Lets go of all but what the operator needs again in the next superstep of an iteration. Called after {@link #finish};
     * {@link #open} follows when the next superstep begins, or {@link #close}.
     *
     * @return whether it goes on, with what it has of the input that {@linkplain LoopPlace#keptInput stays the same}; if not,
     *     it is closed, and another one takes its place in the next superstep, which gets that input again
     * @throws Exception any failure; it fails the task
     */
    public boolean rest() throws Exception {
        return false;
    }

    /**
     * Completes what was written, in place of {@link #finish}, where the job was stopped with a savepoint: whoever goes on
     * from there does not give it out again. Nothing is emitted.
     *
     * @throws Exception any failure; it fails the task
     */
    public void stop() throws Exception {}

    /**
     * Releases what the operator holds. Called once on every path, also if it was never opened.
     *
     * @throws Exception any failure; it fails the task unless it already failed
     */
    public void close() throws Exception {}

    /**
     * Returns one of the operator's inputs.
     *
     * @param ordinal which one, from 0
     * @return what takes its records, the same each time
     */
    public Output<?> input(int ordinal) {
        if (ordinal != 0) {
            throw new IllegalStateException(getClass().getSimpleName() + " has no input " + ordinal);
        }
        return this;
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        output.watermark(timestamp);
    }

    @Override
    public void idle(boolean idle) throws Exception {
        output.idle(idle);
    }
}
