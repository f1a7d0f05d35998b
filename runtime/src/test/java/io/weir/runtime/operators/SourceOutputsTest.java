package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.SourceOutput;
import io.weir.time.Watermark;
import io.weir.time.WatermarkStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SourceOutputsTest {
    private static final long INTERVAL = 200;

    /** Notes all it is told, in order. */
    private static final class Noting extends Output<Long> {
        private final List<String> calls = new ArrayList<>();
        private long watermark = Long.MIN_VALUE;

        @Override
        public void collect(Long value, long timestamp) {
            calls.add(value + "@" + timestamp);
        }

        @Override
        public void watermark(long timestamp) {
            assertThat(timestamp).as("time never goes back").isGreaterThan(watermark);
            watermark = timestamp;
            calls.add("watermark " + timestamp);
        }

        @Override
        public void idle(boolean idle) {
            calls.add(idle ? "idle" : "active");
        }

        List<String> take() {
            List<String> taken = List.copyOf(calls);
            calls.clear();
            return taken;
        }
    }

    private final OperatorPlace place = new OperatorPlace(0);
    private final Noting noting = new Noting();

    private SourceOutputs<Long> outputs(WatermarkStrategy<Long> strategy) {
        SourceOutputs<Long> outputs = new SourceOutputs<>(place, noting, strategy, true);
        outputs.start();
        return outputs;
    }

    private static WatermarkStrategy<Long> monotonous() {
        return WatermarkStrategy.<Long>forMonotonousTimestamps().withTimestampAssigner((value, before) -> value * 10);
    }

    private void nextInterval() throws Exception {
        place.advanceClock(place.now() + INTERVAL);
    }

    @Test
    void timeHasComeAsFarAsInTheSplitThatIsMostBehind() throws Exception {
        SourceOutputs<Long> outputs = outputs(monotonous());
        SourceOutput<Long> one = outputs.createOutputForSplit("one");
        SourceOutput<Long> two = outputs.createOutputForSplit("two");
        one.collect(5L);
        nextInterval();
        assertThat(noting.take()).containsExactly("5@50");
        two.collect(3L);
        nextInterval();
        assertThat(noting.take()).containsExactly("3@30", "watermark 29");
        outputs.releaseOutputForSplit("two");
        assertThat(noting.take()).containsExactly("watermark 49");
        outputs.releaseOutputForSplit("one");
        nextInterval();
        assertThat(noting.take()).isEmpty();
        assertThat(outputs.createOutputForSplit("three")).isNotNull();
        nextInterval();
        assertThat(noting.take()).isEmpty();
    }

    @Test
    void aSplitWithoutRecordsBecomesIdleAndActiveAgain() throws Exception {
        SourceOutputs<Long> outputs = outputs(monotonous().withIdleness(Duration.ofMillis(500)));
        SourceOutput<Long> one = outputs.createOutputForSplit("one");
        SourceOutput<Long> two = outputs.createOutputForSplit("two");
        two.collect(1L);
        for (long value = 2; value < 6; value++) {
            one.collect(value);
            nextInterval();
        }
        assertThat(noting.take())
                .containsExactly("1@10", "2@20", "watermark 9", "3@30", "4@40", "5@50", "watermark 49");
        two.collect(3L);
        one.collect(7L);
        nextInterval();
        assertThat(noting.take()).as("held back by a split that came back").containsExactly("3@30", "7@70");
        two.collect(6L);
        nextInterval();
        assertThat(noting.take()).containsExactly("6@60", "watermark 59");
    }

    @Test
    void aSourceWithoutRecordsIsIdleWhateverItsSplits() throws Exception {
        SourceOutputs<Long> outputs = outputs(monotonous().withIdleness(Duration.ofMillis(500)));
        place.advanceClock(600);
        assertThat(noting.take()).containsExactly("idle");
        SourceOutput<Long> one = outputs.createOutputForSplit("one");
        assertThat(noting.take()).as("a new split is waited for").containsExactly("active");
        place.advanceClock(1_200);
        assertThat(noting.take()).containsExactly("idle");
        one.collect(1L);
        assertThat(noting.take()).containsExactly("1@10", "active");
        outputs.releaseOutputForSplit("one");
        place.advanceClock(1_600);
        assertThat(noting.take()).as("a while after the last split only").isEmpty();
        place.advanceClock(2_000);
        assertThat(noting.take()).containsExactly("idle");
    }

    @Test
    void timeInWhichItCannotGoOnMakesNothingIdle() throws Exception {
        outputs(monotonous().withIdleness(Duration.ofMillis(500)));
        AtomicBoolean room = new AtomicBoolean();
        place.outputRoom().exhaust(room::get);
        place.advanceClock(10_000);
        assertThat(noting.take()).isEmpty();
        room.set(true);
        place.advanceClock(10_600);
        assertThat(noting.take()).containsExactly("idle");
    }

    @Test
    void aReaderTellsTimeItself() {
        SourceOutputs<Long> outputs = outputs(WatermarkStrategy.noWatermarks());
        outputs.collect(1L, 7);
        outputs.emitWatermark(new Watermark(7));
        outputs.markIdle();
        outputs.markActive();
        assertThat(noting.take()).containsExactly("1@7", "watermark 7", "idle", "active");
        outputs.createOutputForSplit("one").emitWatermark(new Watermark(20));
        assertThat(noting.take())
                .as("what belongs to no split is waited for, too")
                .isEmpty();
        outputs.emitWatermark(new Watermark(15));
        assertThat(noting.take()).containsExactly("watermark 15");
        assertThat(outputs.emitted()).isEqualTo(1);
    }

    @Test
    void aSourceWaitsForOneThatIsMoreThanTheDriftBehind() throws Exception {
        SourceOutputs<Long> outputs =
                outputs(monotonous().withWatermarkAlignment("group", Duration.ofMillis(100), Duration.ofMillis(300)));
        assertThat(place.aligned).containsExactly(Long.MIN_VALUE);
        outputs.collect(30L);
        place.mostBehind = 200;
        place.advanceClock(300);
        assertThat(place.aligned).containsExactly(Long.MIN_VALUE, 299L);
        assertThat(outputs.mustWait()).as("99 ahead").isFalse();
        place.mostBehind = 198;
        place.advanceClock(600);
        assertThat(outputs.mustWait()).as("101 ahead").isTrue();
        place.mostBehind = Long.MAX_VALUE;
        place.advanceClock(900);
        assertThat(outputs.mustWait()).as("nobody is behind").isFalse();
        outputs.finish();
        assertThat(place.aligned).endsWith(Long.MAX_VALUE);
        int reports = place.aligned.size();
        place.advanceClock(9_000);
        assertThat(place.aligned).hasSize(reports);
    }

    @Test
    void whoWaitsIsNotIdleAndWhoIsIdleIsNotWaitedFor() throws Exception {
        SourceOutputs<Long> outputs = outputs(monotonous()
                .withIdleness(Duration.ofMillis(500))
                .withWatermarkAlignment("group", Duration.ofMillis(100), Duration.ofMillis(100)));
        outputs.collect(30L);
        place.mostBehind = 0;
        place.advanceClock(5_000);
        assertThat(noting.take()).containsExactly("30@300", "watermark 299");
        place.mostBehind = 290;
        place.advanceClock(6_000);
        assertThat(noting.take()).containsExactly("idle");
        assertThat(place.aligned).endsWith(Long.MAX_VALUE);
        assertThat(outputs.mustWait()).isFalse();
    }

    @Property(tries = 1_000)
    void watermarksAreWhatTheModelSays(@ForAll long seed) throws Exception {
        OperatorPlace ownPlace = new OperatorPlace(0);
        Noting told = new Noting();
        SourceOutputs<Long> outputs = new SourceOutputs<>(
                ownPlace,
                told,
                WatermarkStrategy.<Long>forBoundedOutOfOrderness(Duration.ofMillis(5))
                        .withTimestampAssigner((value, before) -> value),
                true);
        outputs.start();
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Long> latest = new HashMap<>();
        long expected = Long.MIN_VALUE;
        for (int step = 0; step < 60; step++) {
            String split = "s" + random.nextInt(4);
            switch (random.nextInt(6)) {
                case 0 -> {
                    outputs.releaseOutputForSplit(split);
                    if (latest.remove(split) != null) {
                        // What a split has not yet told is lost with it, but time no longer waits for it.
                        expected = Math.max(expected, told.watermark);
                    }
                }
                case 1 -> {
                    ownPlace.advanceClock(ownPlace.now() + INTERVAL);
                    long least = latest.values().stream()
                            .mapToLong(value -> value)
                            .min()
                            .orElse(Long.MIN_VALUE);
                    expected = Math.max(expected, least == Long.MIN_VALUE ? least : least - 6);
                    assertThat(told.watermark).as("step %s", step).isEqualTo(expected);
                }
                default -> {
                    long value = random.nextInt(1_000);
                    outputs.createOutputForSplit(split).collect(value);
                    latest.merge(split, value, Math::max);
                }
            }
        }
    }
}
