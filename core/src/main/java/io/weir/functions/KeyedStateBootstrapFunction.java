package io.weir.functions;

import io.weir.time.TimerService;

/**
 * Makes the state that a keyed operator begins with, from records of what was before its stream: it asks its runtime
 * context for the states that the operator's own function uses, by descriptors that equal the function's, and fills them.
 *
 * @param <K> the type of the key
 * @param <T> the type of the records
 */
public abstract class KeyedStateBootstrapFunction<K, T> extends AbstractRichFunction {
    private static final long serialVersionUID = 1L;

    /**
     * Takes a record; state is that of its key.
     *
     * @param value the record
     * @param context what is known beside it; only of use during the call
     * @throws Exception any failure; it fails the task
     */
    public abstract void processElement(T value, Context context) throws Exception;

    /** What is known beside a record. An inner class, so that programs can write it without type arguments. */
    public abstract class Context {
        /** Returns the current key's timers; what is set here rings in the operator's own function. */
        public abstract TimerService timerService();

        /** Returns the current key. */
        public abstract K getCurrentKey();
    }
}
