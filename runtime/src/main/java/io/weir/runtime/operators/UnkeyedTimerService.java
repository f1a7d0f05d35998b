package io.weir.runtime.operators;

import io.weir.time.TimerService;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** The time, for functions whose input has no key and which therefore have no timers. The task's thread owns it. */
final class UnkeyedTimerService implements TimerService {
    private final OperatorContext context;

    /** The last watermark. */
    long watermark = Long.MIN_VALUE;

    UnkeyedTimerService(OperatorContext context) {
        this.context = context;
    }

    @Override
    public long currentProcessingTime() {
        return context.processingTime().now();
    }

    @Override
    public long currentWatermark() {
        return watermark;
    }

    @Override
    public void registerProcessingTimeTimer(long time) {
        throw noTimers();
    }

    @Override
    public void registerEventTimeTimer(long time) {
        throw noTimers();
    }

    @Override
    public void deleteProcessingTimeTimer(long time) {
        throw noTimers();
    }

    @Override
    public void deleteEventTimeTimer(long time) {
        throw noTimers();
    }

    private WeirException noTimers() {
        return new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "Operator '" + context.operatorName()
                        + "' has no timers, because its input has no key: call keyBy() before process().");
    }
}
