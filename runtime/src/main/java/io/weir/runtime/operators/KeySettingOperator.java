package io.weir.runtime.operators;

import io.weir.functions.KeySelector;
import io.weir.plan.Keying;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.state.FunctionSnapshotContext;

/**
 * Sets the key of each record before an operator that knows of no keys takes the record, so that the operator's function
 * has the state of the key. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <I> the type of the operator's input
 * @param <O> the type of its output
 */
public final class KeySettingOperator<K, I, O> extends Operator<I, O> {
    private final OperatorContext context;
    private final KeySelector<I, K> selector;
    private final KeyedStateBackend<K> state;
    private final Operator<I, O> operator;

    private KeySettingOperator(OperatorContext context, Spec<K, I, O> spec, Output<O> output) {
        super(output);
        this.context = context;
        this.selector = spec.keying().selector();
        this.state = context.openKeyedState(spec.keying().keyType());
        this.operator = spec.operator().create(context, output);
    }

    @Override
    public void collect(I value, long timestamp) throws Exception {
        try {
            state.setCurrentKey(selector.getKey(value));
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        operator.collect(value, timestamp);
    }

    @Override
    public void expect(Object[] values, int from, int to) {
        if (state.wantsToExpect()) {
            KeyedLookAhead.expect(state::expect, selector, values, from, to);
        }
    }

    @Override
    public void open() throws Exception {
        operator.open();
    }

    @Override
    public void openStates() throws Exception {
        operator.openStates();
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        operator.watermark(timestamp);
    }

    @Override
    public void idle(boolean idle) throws Exception {
        operator.idle(idle);
    }

    @Override
    public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
        operator.prepareCapture(checkpoint);
    }

    @Override
    public void checkpointCompleted(long checkpointId) throws Exception {
        operator.checkpointCompleted(checkpointId);
    }

    @Override
    public void checkpointAborted(long checkpointId) throws Exception {
        operator.checkpointAborted(checkpointId);
    }

    @Override
    public void openFinished() throws Exception {
        operator.openFinished();
    }

    @Override
    public boolean awaitsCheckpoint() {
        return operator.awaitsCheckpoint();
    }

    @Override
    public void finish() throws Exception {
        operator.finish();
    }

    @Override
    public void stop() throws Exception {
        operator.stop();
    }

    @Override
    public void close() throws Exception {
        try {
            operator.close();
        } finally {
            state.close();
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the key is found
     * @param operator how the operator is made that takes the records
     * @param <K> the type of the keys
     * @param <I> the type of the operator's input
     * @param <O> the type of its output
     */
    public record Spec<K, I, O>(Keying<I, K> keying, OperatorSpec<I, O> operator) implements OperatorSpec<I, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<I, O> create(OperatorContext context, Output<O> output) {
            return new KeySettingOperator<>(context, this, output);
        }
    }
}
