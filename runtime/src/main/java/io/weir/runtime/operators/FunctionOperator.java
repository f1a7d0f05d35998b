package io.weir.runtime.operators;

import io.weir.functions.Function;
import io.weir.state.FunctionSnapshotContext;

/**
 * An operator around one user function. The task's thread owns it.
 *
 * @param <F> the function
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public abstract class FunctionOperator<F extends Function, I, O> extends Operator<I, O> {
    /** Where it runs. */
    protected final OperatorContext context;

    /** The function. */
    protected final F function;

    private boolean opened;

    /**
     * Creates an operator.
     *
     * @param context where it runs
     * @param function the function
     * @param output where its results go
     */
    protected FunctionOperator(OperatorContext context, F function, Output<O> output) {
        super(output);
        this.context = context;
        this.function = function;
    }

    @Override
    public void open() throws Exception {
        // Closed also if opening fails half-way: the function may hold something by then.
        opened = true;
        UserCode.open(function, context);
    }

    @Override
    public void openStates() throws Exception {
        opened = true;
        UserCode.open(function, context);
    }

    @Override
    public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
        UserCode.prepareCapture(function, context, checkpoint);
    }

    @Override
    public void checkpointCompleted(long checkpointId) throws Exception {
        UserCode.checkpointEnded(function, context, checkpointId, true);
    }

    @Override
    public void checkpointAborted(long checkpointId) throws Exception {
        UserCode.checkpointEnded(function, context, checkpointId, false);
    }

    @Override
    public void close() throws Exception {
        if (opened) {
            opened = false;
            UserCode.close(function, context);
        }
    }
}
