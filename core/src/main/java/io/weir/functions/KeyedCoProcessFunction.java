package io.weir.functions;

import io.weir.time.TimeDomain;
import io.weir.time.TimerService;

/**
 * Turns each record of two connected streams into any number of others, with state and timers of the record's key.
 *
 * @param <K> the type of the key of both inputs
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public abstract class KeyedCoProcessFunction<K, A, B, O> extends AbstractRichFunction {
    private static final long serialVersionUID = 1L;

    /**
     * Takes a record of the first input.
     *
     * @param value the record
     * @param context what is known beside it; only of use during the call
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    public abstract void processElement1(A value, Context context, Collector<O> out) throws Exception;

    /**
     * Takes a record of the second input.
     *
     * @param value the record
     * @param context what is known beside it; only of use during the call
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    public abstract void processElement2(B value, Context context, Collector<O> out) throws Exception;

    /**
     * Learns that a timer has rung.
     *
     * @param timestamp what the timer was set to
     * @param context what is known beside it; only of use during the call
     * @param out takes results, which have the timer's time if it is one of event time
     * @throws Exception any failure; it fails the task
     */
    public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {}

    /** What is known beside a record. An inner class, so that programs can write it without type arguments. */
    public abstract class Context {
        /** Returns the timestamp of the record, or of the timer; null if there is none. */
        public abstract Long timestamp();

        /** Returns the time and the current key's timers. */
        public abstract TimerService timerService();

        /** Returns the current key. */
        public abstract K getCurrentKey();

        /**
         * Emits to a side output.
         *
         * @param tag the output
         * @param value the record
         * @param <X> the type of the record
         */
        public abstract <X> void output(OutputTag<X> tag, X value);
    }

    /** What is known beside a timer. */
    public abstract class OnTimerContext extends Context {
        /** Returns what the timer goes by. */
        public abstract TimeDomain timeDomain();
    }
}
