package io.weir.time;

import java.time.Duration;
import java.util.Optional;

/** What strategies consist of when they say more than how generators are made. */
final class WatermarkStrategies {
    private WatermarkStrategies() {}

    /** A strategy with a timestamp assigner. */
    record WithAssigner<T>(WatermarkStrategy<T> strategy, TimestampAssignerSupplier<T> assigner)
            implements WatermarkStrategy<T> {
        private static final long serialVersionUID = 1L;

        @Override
        public TimestampAssigner<T> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
            return assigner.createTimestampAssigner(context);
        }

        @Override
        public WatermarkGenerator<T> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
            return strategy.createWatermarkGenerator(context);
        }

        @Override
        public Optional<WatermarkAlignmentParams> getAlignmentParameters() {
            return strategy.getAlignmentParameters();
        }
    }

    /** A strategy that lets event time go on without instances and splits that have no records. */
    record WithIdleness<T>(WatermarkStrategy<T> strategy, Duration timeout) implements WatermarkStrategy<T> {
        private static final long serialVersionUID = 1L;

        @Override
        public TimestampAssigner<T> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
            return strategy.createTimestampAssigner(context);
        }

        @Override
        public WatermarkGenerator<T> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
            return new WatermarksWithIdleness<>(
                    strategy.createWatermarkGenerator(context), timeout, context.getInputActivityClock());
        }

        @Override
        public Optional<WatermarkAlignmentParams> getAlignmentParameters() {
            return strategy.getAlignmentParameters();
        }
    }

    /** A strategy whose sources wait for each other. */
    record WithAlignment<T>(WatermarkStrategy<T> strategy, WatermarkAlignmentParams alignment)
            implements WatermarkStrategy<T> {
        private static final long serialVersionUID = 1L;

        @Override
        public TimestampAssigner<T> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
            return strategy.createTimestampAssigner(context);
        }

        @Override
        public WatermarkGenerator<T> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
            return strategy.createWatermarkGenerator(context);
        }

        @Override
        public Optional<WatermarkAlignmentParams> getAlignmentParameters() {
            return Optional.of(alignment);
        }
    }
}
