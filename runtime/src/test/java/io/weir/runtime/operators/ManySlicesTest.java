package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.AggregateFunction;
import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.Keying;
import io.weir.plan.WindowComputation;
import io.weir.plan.WindowContents;
import io.weir.plan.Windowing;
import io.weir.runtime.operators.windowing.SlicedWindowOperator;
import io.weir.types.Types;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.triggers.EventTimeTrigger;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a window costs that has as many slices as a day has seconds. */
class ManySlicesTest {
    private static final int SIZE = 86_400;
    private static final int KEYS = 3;

    /** Of each level eight nodes at either end, and as many again to make the nodes that a window needs first. */
    private static final int MOST_MERGES_PER_KEY = 150;

    /** How often two slices were merged; tests run one after the other. */
    private static long merges;

    private final OperatorPlace place = new OperatorPlace(0);
    private final OperatorPlace.Gathering<Long> results = new OperatorPlace.Gathering<>();

    @Test
    void aWindowIsNotMergedOfAllItsSlices() throws Exception {
        Operator<Long, Long> operator = operator();
        operator.open();
        merges = 0;
        // The first slices, of the time before any window ends, and then a day of windows one after the other.
        long most = 0;
        for (long time = 0; time < SIZE + 2_000; time++) {
            for (long key = 0; key < KEYS; key++) {
                operator.collect(key, time);
            }
            if (time >= SIZE - 1) {
                results.values.clear();
                long before = merges;
                operator.watermark(time);
                if (time > SIZE) {
                    most = Math.max(most, merges - before);
                }
                if (time == SIZE) {
                    assertThat(results.values)
                            .as("windows that are not yet full fire as well")
                            .isNotEmpty();
                } else if (time > SIZE) {
                    assertThat(results.values).containsExactly((long) SIZE, (long) SIZE, (long) SIZE);
                }
            }
        }
        assertThat(most).as("merges per firing").isPositive().isLessThan(MOST_MERGES_PER_KEY * KEYS);
        operator.close();
    }

    /** Records that are late for some of their windows change what is kept of merged slices, at the cost of a few merges. */
    @Test
    void recordsBehindTheWatermarkChangeWhatWasMerged() throws Exception {
        Operator<Long, Long> operator = operator();
        operator.open();
        SplittableRandom random = new SplittableRandom(7);
        long[] counts = new long[SIZE + 1_000];
        long most = 0;
        for (int time = 0; time < SIZE; time += 50) {
            operator.collect(0L, time);
            counts[time]++;
        }
        for (int now = SIZE; now < SIZE + 500; now++) {
            operator.watermark(now);
            int late = now - random.nextInt(SIZE / 2);
            long before = merges;
            operator.collect(0L, late);
            counts[late]++;
            most = Math.max(most, merges - before);
            results.values.clear();
            operator.watermark(now + 1);
            long expected = 0;
            for (int time = now + 2 - SIZE; time <= now + 1; time++) {
                expected += counts[time];
            }
            assertThat(results.values).containsExactly(expected);
        }
        assertThat(most).isLessThan(MOST_MERGES_PER_KEY);
        operator.close();
    }

    private Operator<Long, Long> operator() {
        Windowing<Long, TimeWindow> windowing = new Windowing<>(
                SlidingEventTimeWindows.of(Duration.ofMillis(SIZE), Duration.ofMillis(1)),
                EventTimeTrigger.create(),
                null,
                0,
                null);
        return new SlicedWindowOperator.Spec<>(new WindowComputation<>(
                        new Keying<>(key -> key, Types.LONG),
                        windowing,
                        new WindowContents.Aggregated<>(new Count(), Types.LONG),
                        WindowFunctions.emitting()))
                .create(place, results);
    }

    private static final class Count implements AggregateFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Long value, Long accumulator) {
            return accumulator + 1;
        }

        @Override
        public Long getResult(Long accumulator) {
            return accumulator;
        }

        @Override
        public Long merge(Long first, Long second) {
            merges++;
            return first + second;
        }
    }
}
