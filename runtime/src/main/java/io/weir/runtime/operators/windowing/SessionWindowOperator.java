package io.weir.runtime.operators.windowing;

import io.weir.functions.KeySelector;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.WindowComputation;
import io.weir.plan.Windowing;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.UserCode;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.assigners.SessionWindows;
import io.weir.windowing.windows.TimeWindow;
import java.util.Collections;

/**
 * Computes sessions of event time with an incremental aggregate: a record finds its key's sessions with one look-up and
 * makes one of them longer; when a session's end has come it is looked at again, and only then is its new end noted. The
 * task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <R> the type of what the function gets
 * @param <O> the type of the results
 */
public final class SessionWindowOperator<K, T, R, O>
        extends FunctionOperator<ProcessWindowFunction<R, O, K, TimeWindow>, T, O> {
    private final KeySelector<T, K> selector;
    private final SessionWindows<? super T> assigner;
    private final boolean emitting;
    private final SliceAggregate<T, Object, R> aggregate;
    private final Sessions<K> sessions;
    private final KeyedStateBackend<K> state;
    private final WindowCalls<K, R, O, TimeWindow> calls;
    private final LateRecords<T> late;
    private long watermark = Long.MIN_VALUE;

    @SuppressWarnings("unchecked") // only sessions are computed by it
    private SessionWindowOperator(OperatorContext context, Spec<K, T, R, O> spec, Output<O> output) {
        super(context, spec.computation().function(), output);
        Windowing<T, TimeWindow> windowing = spec.computation().windowing();
        this.selector = spec.computation().keying().selector();
        this.assigner = (SessionWindows<? super T>) windowing.assigner();
        this.emitting = WindowFunctions.isEmitting(function);
        this.aggregate = SliceAggregate.of(spec.computation().contents());
        this.state = context.openKeyedState(spec.computation().keying().keyType());
        this.sessions = new Sessions<>(state, aggregate, windowing.allowedLateness());
        this.calls = new WindowCalls<>(context, function, state, null, () -> watermark, output);
        this.late = new LateRecords<>(context, windowing.lateTag());
        state.attach(sessions);
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        if (timestamp == NO_TIMESTAMP) {
            throw withoutTimestamp();
        }
        K key;
        Sessions.Session session;
        try {
            key = selector.getKey(value);
            session = sessions.add(key, timestamp, assigner.endOf(value, timestamp), watermark);
            if (session != null) {
                session.kept = aggregate.add(session.kept, value);
            }
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        if (session == null) {
            late.collect(value, timestamp);
        } else if (session.end - 1 <= watermark && session.kept != null) {
            session.computedEnd = session.end;
            compute(key, session, aggregate.copy(session.kept));
        }
    }

    private WeirException withoutTimestamp() {
        return new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "The sessions of '" + context.operatorName() + "' met a record without a timestamp: call"
                        + " assignTimestampsAndWatermarks() before window(), or use windows of processing time.");
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        watermark = timestamp;
        sessions.advance(timestamp, this::ended);
        super.watermark(timestamp);
    }

    /** Computes a session whose end has come, and lets it go if no late record can come. */
    private void ended(K key, Sessions.Session session, boolean gone) throws Exception {
        if (session.computedEnd != session.end && session.kept != null) {
            session.computedEnd = session.end;
            compute(key, session, gone ? session.kept : aggregate.copy(session.kept));
        }
        if (gone && !emitting) {
            state.setCurrentKey(key);
            calls.clear(new TimeWindow(session.start, session.end));
        }
    }

    @SuppressWarnings("unchecked") // a function that emits what it gets has results of the type that it gets
    private void compute(K key, Sessions.Session session, Object kept) throws Exception {
        R result;
        try {
            result = aggregate.result(kept);
        } catch (Throwable e) {
            UserCode.windowFailed(context, e, key, new TimeWindow(session.start, session.end));
            return;
        }
        if (emitting) {
            output.collect((O) result, session.end - 1);
        } else {
            state.setCurrentKey(key);
            calls.compute(new TimeWindow(session.start, session.end), Collections.singletonList(result));
        }
    }

    @Override
    public void close() throws Exception {
        try {
            late.close();
            super.close();
        } finally {
            state.close();
        }
    }

    /**
     * How it is made.
     *
     * @param computation what the plan says
     * @param <K> the type of the keys
     * @param <T> the type of the records
     * @param <R> the type of what the function gets
     * @param <O> the type of the results
     */
    public record Spec<K, T, R, O>(WindowComputation<K, T, R, O, TimeWindow> computation)
            implements OperatorSpec<T, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new SessionWindowOperator<>(context, this, output);
        }
    }
}
