package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.RecordErrorPolicy;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.ParallelSourceFunction;
import io.weir.functions.ProcessFunction;
import io.weir.functions.SourceFunction;
import io.weir.time.Watermark;
import io.weir.time.WatermarkGenerator;
import io.weir.time.WatermarkOutput;
import io.weir.time.WatermarkStrategy;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Event time in programs, run in this process through all layers. */
@Timeout(120)
class EventTimeTest {
    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);

    private static <T> List<T> collect(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    /** Says of each record its timestamp and the watermark at its time. */
    private static final class Told extends ProcessFunction<Long, String> {
        @Override
        public void processElement(Long value, Context context, Collector<String> out) {
            long watermark = context.timerService().currentWatermark();
            out.collect(value + "@" + context.timestamp() + "/" + (watermark == Long.MIN_VALUE ? "-" : watermark));
        }
    }

    /** Tells time from each record. */
    private static final class EachRecord implements WatermarkGenerator<Long> {
        @Override
        public void onEvent(Long event, long eventTimestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(eventTimestamp - 1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    private static WatermarkStrategy<Long> eachRecord() {
        return WatermarkStrategy.forGenerator(context -> new EachRecord())
                .withTimestampAssigner((value, before) -> value * 10);
    }

    @Test
    void aStrategyGivesTimestampsAndTellsTheTime() {
        DataStream<String> told = environment
                .fromData(1L, 3L, 2L)
                .assignTimestampsAndWatermarks(eachRecord())
                .process(new Told());
        assertThat(collect(told)).containsExactly("1@10/-", "3@30/9", "2@20/29");
    }

    @Test
    void timeCrossesExchangesBetweenSeveralInstances() {
        environment.setParallelism(2);
        DataStream<String> told = environment
                .fromData(1L, 3L, 2L)
                .assignTimestampsAndWatermarks(eachRecord())
                .rebalance()
                .map(value -> value)
                .rebalance()
                .process(new Told())
                .setParallelism(1);
        assertThat(collect(told)).hasSize(3).anyMatch(text -> text.startsWith("3@30/"));
    }

    @Test
    void aSourceAppliesTheStrategyToEachSplit() {
        DataStream<String> told = environment
                .fromSource(new NumberSequenceSource(1, 3), eachRecord(), "numbers")
                .process(new Told());
        assertThat(collect(told)).containsExactly("1@10/-", "2@20/9", "3@30/19");
    }

    @Test
    void aBatchKnowsAllItsRecordsBeforeTimeGoesOn() {
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        DataStream<Long> numbers = environment.fromSource(new NumberSequenceSource(1, 2), eachRecord(), "numbers");
        assertThat(collect(numbers.process(new Told()))).containsExactly("1@10/-", "2@20/-");
        assertThat(collect(numbers.assignTimestampsAndWatermarks(eachRecord()).process(new Told())))
                .containsExactly("1@10/-", "2@20/-");
    }

    /** Emits records with timestamps, and says how far time has come. */
    private static final class Timed implements SourceFunction<Long> {
        @Override
        public void run(SourceContext<Long> context) {
            context.collectWithTimestamp(1L, 100);
            context.emitWatermark(new Watermark(99));
            context.emitWatermark(new Watermark(42));
            context.collectWithTimestamp(2L, 200);
            context.collect(3L);
        }

        @Override
        public void cancel() {}
    }

    @Test
    void aSourceFunctionTellsTimeItself() {
        assertThat(collect(environment.addSource(new Timed()).process(new Told())))
                .containsExactly("1@100/-", "2@200/99", "3@null/99");
    }

    /** Instance 0 emits and waits for the end of the other; that one is idle, or ends first. */
    private static final class OneIsIdle implements ParallelSourceFunction<Long> {
        private final boolean idle;
        private volatile boolean canceled;

        OneIsIdle(boolean idle) {
            this.idle = idle;
        }

        @Override
        public void run(SourceContext<Long> context) throws Exception {
            if (Thread.currentThread().getName().contains("(1/2)")) {
                context.collectWithTimestamp(1L, 100);
                context.emitWatermark(new Watermark(500));
            } else if (idle) {
                context.markAsTemporarilyIdle();
            }
            while (!canceled) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void cancel() {
            canceled = true;
        }
    }

    /** Emits when event time has come as far as each record's time. */
    private static final class AtItsTime extends KeyedProcessFunction<Long, Long, String> {
        @Override
        public void processElement(Long value, Context context, Collector<String> out) {
            context.timerService().registerEventTimeTimer(context.timestamp());
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            out.collect(context.getCurrentKey() + "@" + timestamp);
        }
    }

    @Test
    void timeGoesOnWithoutAnInstanceThatIsIdle() {
        environment.setParallelism(2);
        DataStream<String> rung =
                environment.addSource(new OneIsIdle(true)).keyBy(value -> value).process(new AtItsTime());
        assertThat(rung.executeAndCollect(1)).containsExactly("1@100");
    }

    /** Emits one record per instance, the second instance nothing. */
    private static final class OneIsQuiet implements ParallelSourceFunction<Long> {
        private volatile boolean canceled;

        @Override
        public void run(SourceContext<Long> context) {
            for (long time = 1; !canceled; time++) {
                if (Thread.currentThread().getName().contains("(1/2)")) {
                    context.collect(time);
                }
                Thread.onSpinWait();
            }
        }

        @Override
        public void cancel() {
            canceled = true;
        }
    }

    @Test
    void aStrategyFindsOutByItselfThatAnInstanceIsIdle() {
        environment.setParallelism(2);
        environment.getConfig().setAutoWatermarkInterval(1);
        WatermarkStrategy<Long> strategy = WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((value, before) -> value)
                .withIdleness(Duration.ofMillis(5));
        DataStream<String> rung = environment
                .addSource(new OneIsQuiet())
                .assignTimestampsAndWatermarks(strategy)
                .keyBy(value -> value % 10)
                .process(new AtItsTime());
        assertThat(rung.executeAndCollect(1)).hasSize(1);
    }

    @Test
    void timeEndsWithTheInput() {
        environment.setParallelism(2);
        DataStream<String> rung = environment
                .fromData(5L, 7L)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Long>noWatermarks().withTimestampAssigner((value, before) -> value))
                .keyBy(value -> value)
                .process(new AtItsTime());
        assertThat(collect(rung)).containsExactlyInAnyOrder("5@5", "7@7");
    }

    @Test
    void aFailureOfTheStrategyNamesItsOperator() {
        WatermarkStrategy<Long> failing =
                WatermarkStrategy.<Long>noWatermarks().withTimestampAssigner((value, before) -> 1 / (value - 1));
        assertThatThrownBy(() -> collect(environment.fromData(1L).assignTimestampsAndWatermarks(failing)))
                .hasStackTraceContaining("Timestamps/Watermarks")
                .hasStackTraceContaining("/ by zero");
        assertThatThrownBy(() -> collect(environment.fromSource(new NumberSequenceSource(1, 1), failing, "one")))
                .hasStackTraceContaining("one")
                .hasStackTraceContaining("/ by zero");
    }

    @Test
    void aSourcesRecordsWithoutATimeCanBeSkipped() {
        WatermarkStrategy<Long> failing = WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((value, before) -> 10 / (value - 2));
        DataStream<Long> numbers = environment
                .fromSource(new NumberSequenceSource(1, 4), failing, "numbers")
                .setRecordErrorPolicy(RecordErrorPolicy.SKIP);
        assertThat(collect(numbers)).containsExactly(1L, 3L, 4L);
    }

    @Test
    void sourcesOfOneGroupWaitForEachOtherAndEnd() {
        environment.setParallelism(2);
        environment.getConfig().setAutoWatermarkInterval(1);
        WatermarkStrategy<Long> aligned = WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((value, before) -> value)
                .withWatermarkAlignment("group", Duration.ofMillis(1_000), Duration.ofMillis(2));
        DataStream<Long> fast = environment.fromSource(new NumberSequenceSource(1, 50_000), aligned, "fast");
        DataStream<Long> other = environment.fromSource(new NumberSequenceSource(1, 50_000), aligned, "other");
        assertThat(collect(fast.union(other))).hasSize(100_000);
    }

    @Test
    void aStrategyThatMakesNoSenseIsRefused() {
        WatermarkStrategy<Long> aligned =
                WatermarkStrategy.<Long>noWatermarks().withWatermarkAlignment("group", Duration.ofSeconds(1));
        assertThatThrownBy(() -> environment.fromData(1L).assignTimestampsAndWatermarks(aligned))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("fromSource()");
        assertThatThrownBy(() -> aligned.withWatermarkAlignment(" ", Duration.ofSeconds(1)))
                .hasMessageContaining("group's name");

        assertThatThrownBy(() -> WatermarkStrategy.forBoundedOutOfOrderness(Duration.ofSeconds(-1)))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("0 or more");
        assertThatThrownBy(() -> WatermarkStrategy.noWatermarks().withIdleness(Duration.ZERO))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("at least 1 ms");
    }
}
