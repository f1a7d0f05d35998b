package io.weir.time;

import java.time.Duration;

/**
 * Expects the timestamps of the records never to go back. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class AscendingTimestampsWatermarks<T> extends BoundedOutOfOrdernessWatermarks<T> {
    /** Creates a generator. */
    public AscendingTimestampsWatermarks() {
        super(Duration.ZERO);
    }
}
