package io.weir.runtime.operators;

import io.weir.functions.KeySelector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OutputTag;
import io.weir.plan.Keying;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.timers.Timers;
import io.weir.time.TimeDomain;
import io.weir.time.TimerService;

/**
 * Gives each record to a process function, with the state and the timers of its key. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public final class KeyedProcessOperator<K, I, O> extends FunctionOperator<KeyedProcessFunction<K, I, O>, I, O> {
    private final KeySelector<I, K> selector;
    private final KeyedStateBackend<K> state;
    private final Timers<K, Void> timers;
    private final KeyedTimerService timerService;
    private final TimestampedCollector<O> collector;
    private final Context functionContext = new Context();

    KeyedProcessOperator(OperatorContext context, Spec<K, I, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        this.selector = spec.keying().selector();
        this.state = context.openKeyedState(spec.keying().keyType());
        this.timers = Timers.ofKeys(state, context.processingTime(), this::onTimer);
        this.timerService = new KeyedTimerService(timers);
        this.collector = new TimestampedCollector<>(output);
    }

    /** Returns the state by key. */
    KeyedStateBackend<K> state() {
        return state;
    }

    /** Returns the timers of the current key. */
    TimerService timerService() {
        return timerService;
    }

    @Override
    public void collect(I value, long timestamp) throws Exception {
        collector.timestamp = timestamp;
        functionContext.timestamp = timestamp;
        try {
            state.setCurrentKey(selector.getKey(value));
            function.processElement(value, functionContext, collector);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    @Override
    public void expect(Object[] values, int from, int to) {
        if (state.wantsToExpect()) {
            KeyedLookAhead.expect(state::expect, selector, values, from, to);
        }
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
        try {
            super.close();
        } finally {
            state.close();
        }
    }

    /** What the function is told beside a record or a timer; one object serves all. */
    private final class Context extends KeyedProcessFunction<K, I, O>.OnTimerContext {
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
     * @param keying how the key is found
     * @param function the user's function
     * @param <K> the type of the keys
     * @param <I> the type of its input
     * @param <O> the type of its output
     */
    public record Spec<K, I, O>(Keying<I, K> keying, KeyedProcessFunction<K, I, O> function)
            implements OperatorSpec<I, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<I, O> create(OperatorContext context, Output<O> output) {
            return new KeyedProcessOperator<>(context, this, output);
        }
    }
}
