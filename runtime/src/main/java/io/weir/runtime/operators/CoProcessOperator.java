package io.weir.runtime.operators;

import io.weir.functions.CoProcessFunction;
import io.weir.functions.OutputTag;
import io.weir.plan.CoKeying;
import io.weir.runtime.timers.Timers;
import io.weir.time.TimeDomain;
import io.weir.time.TimerService;
import java.util.Optional;

/**
 * Gives each record of two inputs to a process function, with the state and the timers of its key if the inputs have keys.
 * The task's thread owns it.
 *
 * @param <K> the type of the keys, if there are keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class CoProcessOperator<K, A, B, O> extends CoFunctionOperator<CoProcessFunction<A, B, O>, K, A, B, O> {
    private final Context functionContext = new Context();
    private final UnkeyedTimerService unkeyed;

    /** The timers, or null if the inputs have no keys. */
    private final Timers<K, Void> timers;

    private final TimerService timerService;

    private CoProcessOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(context, spec.function(), Optional.ofNullable(spec.keying()), output);
        this.unkeyed = new UnkeyedTimerService(context);
        this.timers = state == null ? null : Timers.ofKeys(state, context.processingTime(), this::onTimer);
        this.timerService = timers == null ? unkeyed : new KeyedTimerService(timers);
    }

    @Override
    void callFirst(A value) throws Exception {
        functionContext.timestamp = collector.timestamp;
        function.processElement1(value, functionContext, collector);
    }

    @Override
    void callSecond(B value) throws Exception {
        functionContext.timestamp = collector.timestamp;
        function.processElement2(value, functionContext, collector);
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        unkeyed.watermark = timestamp;
        if (timers != null) {
            timers.advance(timestamp);
        }
        super.watermark(timestamp);
    }

    private void onTimer(TimeDomain domain, Void namespace, long time) throws Exception {
        collector.timestamp = domain == TimeDomain.EVENT_TIME ? time : NO_TIMESTAMP;
        functionContext.domain = domain;
        functionContext.timestamp = time;
        try {
            function.onTimer(time, functionContext, collector);
        } catch (Throwable e) {
            UserCode.timerFailed(context, e, state.currentKey(), domain, time);
        }
    }

    @Override
    public void close() throws Exception {
        if (timers != null) {
            timers.close();
        }
        super.close();
    }

    /** What the function is told beside a record or a timer; one object serves all. */
    private final class Context extends CoProcessFunction<A, B, O>.OnTimerContext {
        private TimeDomain domain;
        private long timestamp;

        Context() {
            function.super();
        }

        @Override
        public TimeDomain timeDomain() {
            return domain;
        }

        @Override
        public Long timestamp() {
            return timestamp == NO_TIMESTAMP ? null : timestamp;
        }

        @Override
        public TimerService timerService() {
            return timerService;
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            UserCode.emit(context.sideOutput(tag), value, collector.timestamp);
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found, or null if there are none
     * @param function the user's function
     * @param <K> the type of the keys, if there are keys
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @param <O> the type of the output
     */
    public record Spec<K, A, B, O>(CoKeying<K, A, B> keying, CoProcessFunction<A, B, O> function)
            implements OperatorSpec<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new CoProcessOperator<>(context, this, output);
        }
    }
}
