package io.weir.functions;

import io.weir.time.TimerService;

/**
 * Turns each record into any number of others, and may look at time and emit to side outputs.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public abstract class ProcessFunction<I, O> extends AbstractRichFunction {
    private static final long serialVersionUID = 1L;

    /**
     * Takes a record.
     *
     * @param value the record
     * @param context what is known beside it; only of use during the call
     * @param out takes results
     * @throws Exception any failure; it fails the task
     */
    public abstract void processElement(I value, Context context, Collector<O> out) throws Exception;

    /** What is known beside a record. An inner class, so that programs can write it without type arguments. */
    public abstract class Context {
        /** Returns the record's timestamp, or null if it has none. */
        public abstract Long timestamp();

        /** Returns the time; setting timers needs a keyed input. */
        public abstract TimerService timerService();

        /**
         * Emits to a side output.
         *
         * @param tag the output
         * @param value the record
         * @param <X> the type of the record
         */
        public abstract <X> void output(OutputTag<X> tag, X value);
    }
}
