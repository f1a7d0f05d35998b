package io.weir.runtime.operators;

import io.weir.runtime.timers.ProcessingTime;
import io.weir.time.NoWatermarksGenerator;
import io.weir.time.RecordTimestampAssigner;
import io.weir.time.RelativeClock;
import io.weir.time.TimestampAssigner;
import io.weir.time.TimestampAssignerSupplier;
import io.weir.time.WatermarkGenerator;
import io.weir.time.WatermarkGeneratorSupplier;
import io.weir.time.WatermarkStrategy;
import java.util.function.BooleanSupplier;

/**
 * What an operator makes of a watermark strategy: assigners and generators, and the calls that generators expect now
 * and then. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
final class EventTime<T> implements TimestampAssignerSupplier.Context, WatermarkGeneratorSupplier.Context {
    private final OperatorContext context;
    private final WatermarkStrategy<T> strategy;
    private final boolean progressive;
    private final ActivityClock clock;
    private final ProcessingTime.Action periodic;
    private final BooleanSupplier heldBack;
    private ProcessingTime.Scheduled next;

    /**
     * Creates it.
     *
     * @param context the operator
     * @param strategy the strategy
     * @param progressive whether event time goes on before the end of the input
     * @param periodic what is to be done now and then
     * @param heldBack whether the input has to wait for others, which does not make it idle
     */
    EventTime(
            OperatorContext context,
            WatermarkStrategy<T> strategy,
            boolean progressive,
            ProcessingTime.Action periodic,
            BooleanSupplier heldBack) {
        this.context = context;
        this.strategy = strategy;
        this.progressive = progressive;
        this.clock = new ActivityClock(context.processingTime());
        this.periodic = periodic;
        this.heldBack = heldBack;
    }

    TimestampAssigner<T> newAssigner() {
        return strategy.createTimestampAssigner(this);
    }

    WatermarkGenerator<T> newGenerator() {
        return progressive ? strategy.createWatermarkGenerator(this) : new NoWatermarksGenerator<>();
    }

    /** Makes a generator for a part of the input whose clock is another one. */
    WatermarkGenerator<T> newGenerator(RelativeClock partClock) {
        return progressive ? strategy.createWatermarkGenerator(() -> partClock) : new NoWatermarksGenerator<>();
    }

    /** Returns whether the strategy leaves all to the source, so that records need not be shown to it. */
    boolean isTrivial() {
        return newAssigner() instanceof RecordTimestampAssigner && newGenerator() instanceof NoWatermarksGenerator;
    }

    boolean isProgressive() {
        return progressive;
    }

    /** Begins the periodic calls, if there are to be any. */
    void start() {
        if (progressive && context.watermarkIntervalMillis() > 0) {
            schedule();
        }
    }

    private void schedule() {
        next = context.processingTime()
                .schedule(context.processingTime().now() + context.watermarkIntervalMillis(), this::run);
    }

    private void run() throws Exception {
        clock.tick(context.outputRoom().isAvailable() && !heldBack.getAsBoolean());
        try {
            periodic.run();
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
        schedule();
    }

    void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    @Override
    public ActivityClock getInputActivityClock() {
        return clock;
    }

    @Override
    public ClassLoader getUserCodeClassLoader() {
        return context.runtimeContext().getUserCodeClassLoader();
    }
}
