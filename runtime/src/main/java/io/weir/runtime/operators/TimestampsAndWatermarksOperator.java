package io.weir.runtime.operators;

import io.weir.time.TimestampAssigner;
import io.weir.time.Watermark;
import io.weir.time.WatermarkGenerator;
import io.weir.time.WatermarkOutput;
import io.weir.time.WatermarkStrategy;

/**
 * Gives records their timestamps and tells how far event time has come after them. What those before it say of event
 * time ends here, except that it ends. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class TimestampsAndWatermarksOperator<T> extends Operator<T, T> implements WatermarkOutput {
    private final OperatorContext context;
    private final EventTime<T> eventTime;
    private final CombinedWatermark watermark = new CombinedWatermark(1);
    private TimestampAssigner<T> assigner;
    private WatermarkGenerator<T> generator;

    /** Whether a record has to be emitted before what is said of event time. */
    private boolean holding;

    private TimestampsAndWatermarksOperator(OperatorContext context, Spec<T> spec, Output<T> output) {
        super(output);
        this.context = context;
        this.eventTime =
                new EventTime<>(context, spec.strategy(), spec.progressive(), this::emitPeriodically, () -> false);
    }

    @Override
    public void open() throws Exception {
        try {
            assigner = eventTime.newAssigner();
            generator = eventTime.newGenerator();
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
        eventTime.start();
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        long time;
        try {
            time = assigner.extractTimestamp(value, timestamp);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        // The record is the generator's to look at only until it is emitted; what the generator says follows it.
        holding = true;
        try {
            generator.onEvent(value, time, this);
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        } finally {
            holding = false;
        }
        output.collect(value, time);
        watermark.tell(output);
    }

    private void emitPeriodically() {
        generator.onPeriodicEmit(this);
    }

    /** Takes no notice of what those before it know of event time, but for its end. */
    @Override
    public void watermark(long timestamp) throws Exception {
        if (timestamp == Long.MAX_VALUE) {
            watermark.advance(0, timestamp);
            watermark.tell(output);
        }
    }

    /** Takes no notice: the strategy says itself what is idle. */
    @Override
    public void idle(boolean idle) {
        // See above.
    }

    @Override
    public void emitWatermark(Watermark mark) {
        watermark.advance(0, mark.timestamp());
        tell();
    }

    @Override
    public void markIdle() {
        watermark.setIdle(0, true);
        tell();
    }

    @Override
    public void markActive() {
        watermark.setIdle(0, false);
        tell();
    }

    private void tell() {
        if (holding) {
            return;
        }
        try {
            watermark.tell(output);
        } catch (Exception e) {
            throw UserCode.<RuntimeException>sneak(e);
        }
    }

    @Override
    public void close() throws Exception {
        eventTime.stop();
        super.close();
    }

    /**
     * How it is made.
     *
     * @param strategy the strategy
     * @param progressive whether event time goes on before the end of the input
     * @param <T> the type of the records
     */
    public record Spec<T>(WatermarkStrategy<T> strategy, boolean progressive) implements OperatorSpec<T, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new TimestampsAndWatermarksOperator<>(context, this, output);
        }
    }
}
