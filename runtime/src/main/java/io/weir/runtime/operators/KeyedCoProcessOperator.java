package io.weir.runtime.operators;

import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.OutputTag;
import io.weir.plan.CoKeying;
import io.weir.runtime.timers.Timers;
import io.weir.time.TimeDomain;
import io.weir.time.TimerService;
import java.util.Optional;

/**
 * Gives each record of two inputs to a process function, with the state and the timers of its key. The task's thread owns
 * it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class KeyedCoProcessOperator<K, A, B, O>
        extends CoFunctionOperator<KeyedCoProcessFunction<K, A, B, O>, K, A, B, O> {
    private final Timers<K, Void> timers;
    private final KeyedTimerService timerService;
    private final Context functionContext = new Context();

    private KeyedCoProcessOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(context, spec.function(), Optional.of(spec.keying()), output);
        this.timers = Timers.ofKeys(state, context.processingTime(), this::onTimer);
        this.timerService = new KeyedTimerService(timers);
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
        timers.advance(timestamp);
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
        timers.close();
        super.close();
    }

    /** What the function is told beside a record or a timer; one object serves all. */
    private final class Context extends KeyedCoProcessFunction<K, A, B, O>.OnTimerContext {
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
        public K getCurrentKey() {
            return state.currentKey();
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            UserCode.emit(context.sideOutput(tag), value, collector.timestamp);
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found
     * @param function the user's function
     * @param <K> the type of the keys
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @param <O> the type of the output
     */
    public record Spec<K, A, B, O>(CoKeying<K, A, B> keying, KeyedCoProcessFunction<K, A, B, O> function)
            implements OperatorSpec<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new KeyedCoProcessOperator<>(context, this, output);
        }
    }
}
