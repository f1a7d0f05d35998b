package io.weir.runtime.operators;

import io.weir.functions.KeyedStateBootstrapFunction;
import io.weir.plan.BootstrappedProcess;
import io.weir.plan.CoKeying;
import io.weir.plan.Keying;
import io.weir.state.FunctionSnapshotContext;
import io.weir.time.TimerService;

/**
 * A process operator whose state another function makes first: the first input waits until the second, which ends, was
 * taken as a whole. Both functions have one state. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class BootstrappedProcessOperator<K, A, B, O> extends TwoInputOperator<A, B, O> {
    private final OperatorContext context;
    private final CoKeying<K, A, B> keying;
    private final KeyedStateBootstrapFunction<K, B> bootstrap;
    private final KeyedProcessOperator<K, A, O> process;
    private final KeyedStateBootstrapFunction<K, B>.Context functionContext;
    private boolean opened;
    private boolean complete;

    private BootstrappedProcessOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(output);
        this.context = context;
        this.keying = spec.keying();
        this.bootstrap = spec.functions().bootstrap();
        this.process = new KeyedProcessOperator<>(
                context,
                new KeyedProcessOperator.Spec<>(
                        new Keying<>(keying.first(), keying.keyType()),
                        spec.functions().function()),
                output);
        this.functionContext = new BootstrapContext();
    }

    @Override
    public void open() throws Exception {
        process.open();
        opened = true;
        UserCode.open(bootstrap, context);
    }

    @Override
    public void openStates() throws Exception {
        process.openStates();
        opened = true;
        UserCode.open(bootstrap, context);
    }

    @Override
    protected boolean firstWaits() {
        return !complete;
    }

    @Override
    protected void endSecond() {
        complete = true;
    }

    @Override
    protected void collectFirst(A value, long timestamp) throws Exception {
        process.collect(value, timestamp);
    }

    @Override
    protected void collectSecond(B value, long timestamp) throws Exception {
        try {
            process.state().setCurrentKey(keying.second().getKey(value));
            bootstrap.processElement(value, functionContext);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    @Override
    public void expect(Object[] values, int from, int to) {
        process.expect(values, from, to);
    }

    @Override
    protected void expectSecond(Object[] values, int from, int to) {
        if (process.state().wantsToExpect()) {
            KeyedLookAhead.expect(process.state()::expect, keying.second(), values, from, to);
        }
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        process.watermark(timestamp);
    }

    @Override
    public void idle(boolean idle) throws Exception {
        process.idle(idle);
    }

    @Override
    public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
        process.prepareCapture(checkpoint);
        UserCode.prepareCapture(bootstrap, context, checkpoint);
    }

    @Override
    public void checkpointCompleted(long checkpointId) throws Exception {
        process.checkpointCompleted(checkpointId);
        UserCode.checkpointEnded(bootstrap, context, checkpointId, true);
    }

    @Override
    public void checkpointAborted(long checkpointId) throws Exception {
        process.checkpointAborted(checkpointId);
        UserCode.checkpointEnded(bootstrap, context, checkpointId, false);
    }

    @Override
    public void finish() throws Exception {
        process.finish();
    }

    @Override
    public void stop() throws Exception {
        process.stop();
    }

    @Override
    public void close() throws Exception {
        try {
            if (opened) {
                opened = false;
                UserCode.close(bootstrap, context);
            }
        } finally {
            process.close();
        }
    }

    /** What the function is told beside a record; one object serves all. */
    private final class BootstrapContext extends KeyedStateBootstrapFunction<K, B>.Context {
        BootstrapContext() {
            bootstrap.super();
        }

        @Override
        public TimerService timerService() {
            return process.timerService();
        }

        @Override
        public K getCurrentKey() {
            return process.state().currentKey();
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found
     * @param functions the user's functions
     * @param <K> the type of the keys
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @param <O> the type of the output
     */
    public record Spec<K, A, B, O>(CoKeying<K, A, B> keying, BootstrappedProcess<K, A, B, O> functions)
            implements OperatorSpec<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new BootstrappedProcessOperator<>(context, this, output);
        }
    }
}
