package io.weir.functions;

import io.weir.state.KeyedStateFunction;
import io.weir.state.State;
import io.weir.state.StateDescriptor;
import io.weir.time.TimeDomain;
import io.weir.time.TimerService;

/**
 * Turns each record of a keyed stream, and of a broadcast stream that every instance gets, into any number of others, with
 * state and timers of the key.
 *
 * @param <K> the type of the key
 * @param <A> the type of the keyed stream
 * @param <B> the type of the broadcast stream
 * @param <O> the type of the output
 */
public abstract class KeyedBroadcastProcessFunction<K, A, B, O> extends BaseBroadcastProcessFunction {
    private static final long serialVersionUID = 1L;

    /**
     * Takes a record of the keyed stream.
     *
     * @param value the record
     * @param context what is known beside it; only of use during the call
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    public abstract void processElement(A value, ReadOnlyContext context, Collector<O> out) throws Exception;

    /**
     * Takes a record of the broadcast stream, which has no key. Every instance gets it and must change the broadcast state
     * alike.
     *
     * @param value the record
     * @param context what is known beside it; only of use during the call
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    public abstract void processBroadcastElement(B value, Context context, Collector<O> out) throws Exception;

    /**
     * Learns that a timer has rung.
     *
     * @param timestamp what the timer was set to
     * @param context what is known beside it; only of use during the call
     * @param out takes results, which have the timer's time if it is one of event time
     * @throws Exception any failure; it fails the task
     */
    public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {}

    /** What is known beside a broadcast record. */
    public abstract class Context extends BaseBroadcastProcessFunction.Context {
        /**
         * Does something with the state of each key of this instance that has a value.
         *
         * @param descriptor the state
         * @param function what to do
         * @param <V> the type of what is kept
         * @param <S> the kind of state
         * @throws Exception what the function throws
         */
        public abstract <V, S extends State> void applyToKeyedState(
                StateDescriptor<S, V> descriptor, KeyedStateFunction<K, S> function) throws Exception;
    }

    /** What is known beside a record of the keyed stream. */
    public abstract class ReadOnlyContext extends BaseBroadcastProcessFunction.ReadOnlyContext {
        /** Returns the time and the current key's timers. */
        public abstract TimerService timerService();

        /** Returns the current key. */
        public abstract K getCurrentKey();
    }

    /** What is known beside a timer. */
    public abstract class OnTimerContext extends ReadOnlyContext {
        /** Returns what the timer goes by. */
        public abstract TimeDomain timeDomain();
    }
}
