package io.weir.time;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.Optional;

/**
 * How records get their event time, and how far event time has come after them. It travels with the program; its
 * {@code with} methods return a strategy that says more.
 *
 * @param <T> the type of the records
 */
public interface WatermarkStrategy<T> extends TimestampAssignerSupplier<T>, WatermarkGeneratorSupplier<T> {
    /** Makes the timestamp assigner; without one of its own, records keep the timestamps of their source. */
    @Override
    default TimestampAssigner<T> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return new RecordTimestampAssigner<>();
    }

    /** Returns which sources wait for each other; nothing if this one waits for none. */
    default Optional<WatermarkAlignmentParams> getAlignmentParameters() {
        return Optional.empty();
    }

    /**
     * Returns this strategy with a timestamp assigner.
     *
     * @param assigner makes it
     * @return the strategy
     */
    default WatermarkStrategy<T> withTimestampAssigner(TimestampAssignerSupplier<T> assigner) {
        return new WatermarkStrategies.WithAssigner<>(this, assigner);
    }

    /**
     * Returns this strategy with a timestamp assigner.
     *
     * @param assigner the assigner, as a lambda: {@code (event, timestamp) -> event.time()}
     * @return the strategy
     */
    default WatermarkStrategy<T> withTimestampAssigner(SerializableTimestampAssigner<T> assigner) {
        return withTimestampAssigner(TimestampAssignerSupplier.of(assigner));
    }

    /**
     * Returns this strategy with a time after which an instance or split without records no longer holds event time
     * back. Time that the instance could not go on, as behind a slow consumer, does not count.
     *
     * @param idleTimeout how long there may be no record
     * @return the strategy
     */
    default WatermarkStrategy<T> withIdleness(Duration idleTimeout) {
        if (idleTimeout == null || idleTimeout.toMillis() < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "withIdleness() takes a time of at least 1 ms, not " + idleTimeout + ".");
        }
        return new WatermarkStrategies.WithIdleness<>(this, idleTimeout);
    }

    /**
     * Returns this strategy with sources that wait for each other, so that none is far ahead in event time. They compare
     * every second. Only for sources: {@code fromSource()}.
     *
     * @param watermarkGroup the name that the sources of a job share which wait for each other
     * @param maxAllowedWatermarkDrift how far one may be ahead of the one that is most behind, in event time
     * @return the strategy
     */
    default WatermarkStrategy<T> withWatermarkAlignment(String watermarkGroup, Duration maxAllowedWatermarkDrift) {
        return withWatermarkAlignment(watermarkGroup, maxAllowedWatermarkDrift, Duration.ofSeconds(1));
    }

    /**
     * Returns this strategy with sources that wait for each other, so that none is far ahead in event time. Only for sources:
     * {@code fromSource()}.
     *
     * @param watermarkGroup the name that the sources of a job share which wait for each other
     * @param maxAllowedWatermarkDrift how far one may be ahead of the one that is most behind, in event time
     * @param updateInterval how often they compare
     * @return the strategy
     */
    default WatermarkStrategy<T> withWatermarkAlignment(
            String watermarkGroup, Duration maxAllowedWatermarkDrift, Duration updateInterval) {
        return new WatermarkStrategies.WithAlignment<>(
                this, new WatermarkAlignmentParams(watermarkGroup, maxAllowedWatermarkDrift, updateInterval));
    }

    /** Returns the strategy for records whose timestamps never go back within an instance or split. */
    static <T> WatermarkStrategy<T> forMonotonousTimestamps() {
        return context -> new AscendingTimestampsWatermarks<>();
    }

    /**
     * Returns the strategy for records that come late by no more than a fixed time.
     *
     * @param maxOutOfOrderness by how much a record may be earlier than the latest one before it
     * @param <T> the type of the records
     * @return the strategy
     */
    static <T> WatermarkStrategy<T> forBoundedOutOfOrderness(Duration maxOutOfOrderness) {
        if (maxOutOfOrderness == null || maxOutOfOrderness.isNegative()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "forBoundedOutOfOrderness() takes a time of 0 or more, not " + maxOutOfOrderness + ".");
        }
        return context -> new BoundedOutOfOrdernessWatermarks<>(maxOutOfOrderness);
    }

    /**
     * Returns the strategy of a generator that the program has written.
     *
     * @param generatorSupplier makes it
     * @param <T> the type of the records
     * @return the strategy
     */
    static <T> WatermarkStrategy<T> forGenerator(WatermarkGeneratorSupplier<T> generatorSupplier) {
        return generatorSupplier::createWatermarkGenerator;
    }

    /** Returns the strategy for programs without event time: it ends with the input. */
    static <T> WatermarkStrategy<T> noWatermarks() {
        return context -> new NoWatermarksGenerator<>();
    }
}
