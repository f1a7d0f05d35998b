package io.weir.runtime.operators;

import io.weir.runtime.timers.ProcessingTime;
import io.weir.time.WatermarkAlignmentParams;
import java.util.function.LongSupplier;

/**
 * Lets a source wait for those of its group that are behind it: tells the JobManager now and then how far it has come,
 * and learns how far it may go. The task's thread owns it.
 */
final class SourceAlignment {
    private final OperatorContext context;
    private final WatermarkAlignmentParams group;
    private final LongSupplier progress;
    private final Runnable onLimit;
    private ProcessingTime.Scheduled next;
    private boolean underWay;

    /** The source reads on as long as it has not come further. */
    private long limit = Long.MAX_VALUE;

    /**
     * Creates it without limit.
     *
     * @param context the source's operator
     * @param group which sources wait for each other, and how
     * @param progress how far the source has come; {@code Long.MAX_VALUE} if nobody has to wait for it
     * @param onLimit learns that the limit may have changed
     */
    SourceAlignment(OperatorContext context, WatermarkAlignmentParams group, LongSupplier progress, Runnable onLimit) {
        this.context = context;
        this.group = group;
        this.progress = progress;
        this.onLimit = onLimit;
    }

    void start() {
        report();
        schedule();
    }

    private void schedule() {
        ProcessingTime time = context.processingTime();
        next = time.schedule(time.now() + group.updateInterval().toMillis(), () -> {
            report();
            schedule();
        });
    }

    private void report() {
        if (underWay) {
            return;
        }
        underWay = true;
        context.alignWatermark(group.group(), progress.getAsLong())
                .whenComplete((least, failure) -> context.mailbox().execute(() -> {
                    underWay = false;
                    // Without an answer the limit stays; who finds out that the JobManager is gone ends the task.
                    if (failure == null) {
                        limit = limitOf(least);
                        onLimit.run();
                    }
                }));
    }

    private long limitOf(long least) {
        long drift = group.maxAllowedDrift().toMillis();
        return least > Long.MAX_VALUE - drift ? Long.MAX_VALUE : least + drift;
    }

    /** Returns whether the source has come too far. */
    boolean mustWait() {
        return limit != Long.MAX_VALUE && isTooFar(progress.getAsLong());
    }

    /** Returns whether a time is one that the source must not come to yet. What has ended is not too far. */
    boolean isTooFar(long time) {
        return time > limit && time != Long.MAX_VALUE;
    }

    /** Lets the others no longer wait for the source, which has ended. */
    void finish() {
        stop();
        context.alignWatermark(group.group(), Long.MAX_VALUE);
    }

    void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
