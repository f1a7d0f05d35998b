package io.weir.runtime.operators;

import io.weir.functions.SinkFunction;
import java.time.Clock;

/**
 * Gives each record to a sink function. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class SinkFunctionOperator<T> extends FunctionOperator<SinkFunction<T>, T, Void> {
    private final RecordContext recordContext;

    private SinkFunctionOperator(OperatorContext context, SinkFunction<T> function, Output<Void> output) {
        super(context, function, output);
        this.recordContext = new RecordContext(context.clock());
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        recordContext.timestamp = timestamp;
        try {
            function.invoke(value, recordContext);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    @Override
    public void watermark(long timestamp) {
        // Nothing follows.
    }

    /** What the function is told beside a record; one object serves all records. */
    private static final class RecordContext implements SinkFunction.Context {
        private final Clock clock;
        private long timestamp = NO_TIMESTAMP;

        RecordContext(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Long timestamp() {
            return timestamp == NO_TIMESTAMP ? null : timestamp;
        }

        @Override
        public long currentProcessingTime() {
            return clock.millis();
        }
    }

    /**
     * How it is made.
     *
     * @param function the user's function
     * @param <T> the type of the records
     */
    public record Spec<T>(SinkFunction<T> function) implements OperatorSpec<T, Void> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, Void> create(OperatorContext context, Output<Void> output) {
            return new SinkFunctionOperator<>(context, function, output);
        }
    }
}
