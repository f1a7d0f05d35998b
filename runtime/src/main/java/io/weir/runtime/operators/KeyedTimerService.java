package io.weir.runtime.operators;

import io.weir.runtime.timers.Timers;
import io.weir.time.TimeDomain;
import io.weir.time.TimerService;

/** The timers of the current key, as functions see them. The task's thread owns it. */
final class KeyedTimerService implements TimerService {
    private final Timers<?, Void> timers;

    KeyedTimerService(Timers<?, Void> timers) {
        this.timers = timers;
    }

    @Override
    public long currentProcessingTime() {
        return timers.currentProcessingTime();
    }

    @Override
    public long currentWatermark() {
        return timers.currentWatermark();
    }

    @Override
    public void registerProcessingTimeTimer(long time) {
        timers.register(TimeDomain.PROCESSING_TIME, null, time);
    }

    @Override
    public void registerEventTimeTimer(long time) {
        timers.register(TimeDomain.EVENT_TIME, null, time);
    }

    @Override
    public void deleteProcessingTimeTimer(long time) {
        timers.delete(TimeDomain.PROCESSING_TIME, null, time);
    }

    @Override
    public void deleteEventTimeTimer(long time) {
        timers.delete(TimeDomain.EVENT_TIME, null, time);
    }
}
