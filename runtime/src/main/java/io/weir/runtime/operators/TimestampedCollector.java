package io.weir.runtime.operators;

import io.weir.functions.Collector;

/**
 * What a function emits to: gives results the timestamp that the operator has set. The task's thread owns it.
 *
 * @param <O> the type of the records
 */
public final class TimestampedCollector<O> implements Collector<O> {
    private final Output<O> output;

    /** The timestamp of what is emitted next. */
    long timestamp = Output.NO_TIMESTAMP;

    /**
     * Creates it.
     *
     * @param output where results go
     */
    public TimestampedCollector(Output<O> output) {
        this.output = output;
    }

    /** Sets the timestamp of what is emitted next. */
    public void setTimestamp(long time) {
        timestamp = time;
    }

    /** Returns the timestamp of what is emitted next. */
    public long timestamp() {
        return timestamp;
    }

    @Override
    public void collect(O value) {
        UserCode.emit(output, value, timestamp);
    }
}
