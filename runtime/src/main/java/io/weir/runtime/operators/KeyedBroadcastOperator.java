package io.weir.runtime.operators;

import io.weir.functions.KeyedBroadcastProcessFunction;
import io.weir.functions.OutputTag;
import io.weir.plan.BroadcastConnection;
import io.weir.plan.CoKeying;
import io.weir.runtime.timers.Timers;
import io.weir.state.AppendingState;
import io.weir.state.BroadcastState;
import io.weir.state.KeyedStateFunction;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReadOnlyBroadcastState;
import io.weir.state.State;
import io.weir.state.StateDescriptor;
import io.weir.state.ValueState;
import io.weir.time.TimeDomain;
import io.weir.time.TimerService;
import java.util.Optional;

/**
 * Gives the records of a keyed stream, with the state and the timers of their key, and those of a broadcast one to a
 * function. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the keyed stream
 * @param <B> the type of the broadcast stream
 * @param <O> the type of the output
 */
public final class KeyedBroadcastOperator<K, A, B, O>
        extends CoFunctionOperator<KeyedBroadcastProcessFunction<K, A, B, O>, K, A, B, O> {
    private final BroadcastStates broadcast;
    private final Timers<K, Void> timers;
    private final KeyedTimerService timerService;
    private final Keyed keyedContext = new Keyed();
    private final Writing broadcastContext = new Writing();

    @SuppressWarnings("unchecked") // the API gives the function the streams of its types
    private KeyedBroadcastOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(
                context,
                (KeyedBroadcastProcessFunction<K, A, B, O>) spec.connection().function(),
                Optional.of(spec.keying()),
                output);
        this.broadcast = new BroadcastStates(context, spec.connection().states());
        this.timers = Timers.ofKeys(state, context.processingTime(), this::onTimer);
        this.timerService = new KeyedTimerService(timers);
    }

    @Override
    void callFirst(A value) throws Exception {
        keyedContext.timestamp = collector.timestamp;
        function.processElement(value, keyedContext, collector);
    }

    @Override
    void callSecond(B value) throws Exception {
        function.processBroadcastElement(value, broadcastContext, collector);
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        timers.advance(timestamp);
        super.watermark(timestamp);
    }

    private void onTimer(TimeDomain domain, Void namespace, long time) throws Exception {
        collector.timestamp = domain == TimeDomain.EVENT_TIME ? time : NO_TIMESTAMP;
        keyedContext.domain = domain;
        keyedContext.timestamp = time;
        try {
            function.onTimer(time, keyedContext, collector);
        } catch (Throwable e) {
            UserCode.timerFailed(context, e, state.currentKey(), domain, time);
        }
    }

    @Override
    public void close() throws Exception {
        timers.close();
        super.close();
    }

    private <S extends State> void applyToAll(StateDescriptor<S, ?> descriptor, KeyedStateFunction<K, S> action)
            throws Exception {
        S each = descriptor.stateIn(state.states());
        state.forEachKey(key -> {
            // A key may have other states only.
            if (hasValue(each)) {
                action.process(key, each);
            }
        });
    }

    private static boolean hasValue(State state) throws Exception {
        if (state instanceof ValueState<?> value) {
            return value.value() != null;
        }
        if (state instanceof MapState<?, ?> map) {
            return !map.isEmpty();
        }
        Object contents = ((AppendingState<?, ?>) state).get();
        return contents instanceof Iterable<?> list ? list.iterator().hasNext() : contents != null;
    }

    /** What the function is told beside a record of the keyed stream or a timer; one object serves all. */
    private final class Keyed extends KeyedBroadcastProcessFunction<K, A, B, O>.OnTimerContext {
        private TimeDomain domain;
        private long timestamp;

        Keyed() {
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

        @Override
        public long currentProcessingTime() {
            return timers.currentProcessingTime();
        }

        @Override
        public long currentWatermark() {
            return timers.currentWatermark();
        }

        @Override
        public <X, V> ReadOnlyBroadcastState<X, V> getBroadcastState(MapStateDescriptor<X, V> descriptor) {
            return broadcast.get(descriptor);
        }
    }

    /** What the function is told beside a broadcast record; one object serves all. */
    private final class Writing extends KeyedBroadcastProcessFunction<K, A, B, O>.Context {
        Writing() {
            function.super();
        }

        @Override
        public Long timestamp() {
            return collector.timestamp == NO_TIMESTAMP ? null : collector.timestamp;
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            UserCode.emit(context.sideOutput(tag), value, collector.timestamp);
        }

        @Override
        public long currentProcessingTime() {
            return timers.currentProcessingTime();
        }

        @Override
        public long currentWatermark() {
            return timers.currentWatermark();
        }

        @Override
        public <X, V> BroadcastState<X, V> getBroadcastState(MapStateDescriptor<X, V> descriptor) {
            return broadcast.get(descriptor);
        }

        @Override
        public <V, S extends State> void applyToKeyedState(
                StateDescriptor<S, V> descriptor, KeyedStateFunction<K, S> action) throws Exception {
            applyToAll(descriptor, action);
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the keys of the keyed stream are found
     * @param connection the user's function and its broadcast state
     * @param <K> the type of the keys
     * @param <A> the type of the keyed stream
     * @param <B> the type of the broadcast stream
     * @param <O> the type of the output
     */
    public record Spec<K, A, B, O>(CoKeying<K, A, B> keying, BroadcastConnection connection)
            implements OperatorSpec<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new KeyedBroadcastOperator<>(context, this, output);
        }
    }
}
