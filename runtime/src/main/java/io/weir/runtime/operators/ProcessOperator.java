package io.weir.runtime.operators;

import io.weir.functions.OutputTag;
import io.weir.functions.ProcessFunction;
import io.weir.time.TimerService;

/**
 * Gives each record to a process function. The task's thread owns it.
 *
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public final class ProcessOperator<I, O> extends FunctionOperator<ProcessFunction<I, O>, I, O> {
    private final TimestampedCollector<O> collector;
    private final Context recordContext;
    private final UnkeyedTimerService timerService;

    private ProcessOperator(OperatorContext context, ProcessFunction<I, O> function, Output<O> output) {
        super(context, function, output);
        this.collector = new TimestampedCollector<>(output);
        this.recordContext = new Context();
        this.timerService = new UnkeyedTimerService(context);
    }

    @Override
    public void collect(I value, long timestamp) throws Exception {
        collector.timestamp = timestamp;
        try {
            function.processElement(value, recordContext, collector);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        timerService.watermark = timestamp;
        super.watermark(timestamp);
    }

    /** What the function is told beside a record; one object serves all records. */
    private final class Context extends ProcessFunction<I, O>.Context {
        Context() {
            function.super();
        }

        @Override
        public Long timestamp() {
            return collector.timestamp == NO_TIMESTAMP ? null : collector.timestamp;
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
     * @param function the user's function
     * @param <I> the type of its input
     * @param <O> the type of its output
     */
    public record Spec<I, O>(ProcessFunction<I, O> function) implements OperatorSpec<I, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<I, O> create(OperatorContext context, Output<O> output) {
            return new ProcessOperator<>(context, function, output);
        }
    }
}
