package io.weir.time;

import java.io.Serializable;

/**
 * Makes watermark generators in the tasks. It travels with the program, the generators do not.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface WatermarkGeneratorSupplier<T> extends Serializable {
    /**
     * Makes a generator for a parallel instance or a split.
     *
     * @param context where it runs
     * @return the generator
     */
    WatermarkGenerator<T> createWatermarkGenerator(Context context);

    /** Where a generator runs. */
    interface Context {
        /** Returns a clock that stands still while the input could not go on: behind a slow consumer, or to be aligned. */
        RelativeClock getInputActivityClock();
    }
}
