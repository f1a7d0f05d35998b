package io.weir.runtime.operators;

import io.weir.functions.Function;
import io.weir.functions.KeySelector;
import io.weir.plan.CoKeying;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.state.FunctionSnapshotContext;
import java.util.Optional;

/**
 * An operator around a function of two inputs, which may have keys. The task's thread owns it.
 *
 * @param <F> the function
 * @param <K> the type of the keys, if there are keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
abstract class CoFunctionOperator<F extends Function, K, A, B, O> extends TwoInputOperator<A, B, O> {
    final OperatorContext context;
    final F function;
    final TimestampedCollector<O> collector;

    /** The state by key, or null if the inputs have no keys. */
    final KeyedStateBackend<K> state;

    private final KeySelector<A, K> firstKey;
    private final KeySelector<B, K> secondKey;
    private boolean opened;

    CoFunctionOperator(OperatorContext context, F function, Optional<CoKeying<K, A, B>> keying, Output<O> output) {
        super(output);
        this.context = context;
        this.function = function;
        this.collector = new TimestampedCollector<>(output);
        this.firstKey = keying.map(CoKeying::first).orElse(null);
        this.secondKey = keying.map(CoKeying::second).orElse(null);
        this.state = keying.map(keys -> context.openKeyedState(keys.keyType())).orElse(null);
    }

    /** Gives a record of the first input to the function. */
    abstract void callFirst(A value) throws Exception;

    /** Gives a record of the second input to the function. */
    abstract void callSecond(B value) throws Exception;

    @Override
    public void open() throws Exception {
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
    protected final void collectFirst(A value, long timestamp) throws Exception {
        collector.timestamp = timestamp;
        try {
            if (state != null) {
                state.setCurrentKey(firstKey.getKey(value));
            }
            callFirst(value);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    @Override
    protected final void collectSecond(B value, long timestamp) throws Exception {
        collector.timestamp = timestamp;
        try {
            if (secondKey != null) {
                state.setCurrentKey(secondKey.getKey(value));
            }
            callSecond(value);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    @Override
    public final void expect(Object[] values, int from, int to) {
        if (state != null && state.wantsToExpect()) {
            KeyedLookAhead.expect(state::expect, firstKey, values, from, to);
        }
    }

    @Override
    protected final void expectSecond(Object[] values, int from, int to) {
        if (state != null && secondKey != null && state.wantsToExpect()) {
            KeyedLookAhead.expect(state::expect, secondKey, values, from, to);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            if (opened) {
                opened = false;
                UserCode.close(function, context);
            }
        } finally {
            if (state != null) {
                state.close();
            }
        }
    }
}
