package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.time.TimeDomain;
import io.weir.time.WatermarkStrategy;
import io.weir.util.CloseableIterator;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Random streams, out of order within a bound, at random parallelism, with skewed keys and with instances that have
 * nothing: no record is late, and each timer that was set and not deleted rings once, in order.
 */
class EventTimePropertiesTest {
    /** What of a number is its time, its key, and its timers. */
    private record Numbers(long disorder, int keys, long salt) implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final long FAR = 1_000_000_000L;

        long time(long number) {
            return number * 3 + new SplittableRandom(number ^ salt).nextLong(disorder);
        }

        /** Half of all records have one key. */
        long key(long number) {
            return number % 2 == 0 ? -1 : new SplittableRandom(number * 31 ^ salt).nextInt(keys);
        }

        long timer(long number) {
            return time(number) + number % 7 * 10;
        }

        long ownTimer(long number) {
            return FAR + number;
        }

        Set<String> timersOf(long count) {
            Set<String> timers = new TreeSet<>();
            for (long number = 0; number < count; number++) {
                timers.add(key(number) + "@" + timer(number));
                if (number % 3 != 0) {
                    timers.add(key(number) + "@" + ownTimer(number));
                }
            }
            return timers;
        }
    }

    /** Sets timers, deletes some, and says what rings; and which records are late. */
    private static final class SetsTimers extends KeyedProcessFunction<Long, Long, String> {
        private final Numbers numbers;
        private long lastRung = Long.MIN_VALUE;

        SetsTimers(Numbers numbers) {
            this.numbers = numbers;
        }

        @Override
        public void processElement(Long value, Context context, Collector<String> out) {
            if (context.timestamp() <= context.timerService().currentWatermark()) {
                out.collect("late: " + value);
            }
            context.timerService().registerEventTimeTimer(numbers.timer(value));
            context.timerService().registerEventTimeTimer(numbers.timer(value));
            context.timerService().registerEventTimeTimer(numbers.ownTimer(value));
            if (value % 3 == 0) {
                context.timerService().deleteEventTimeTimer(numbers.ownTimer(value));
            }
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            if (timestamp < lastRung
                    || timestamp > context.timerService().currentWatermark()
                    || context.timeDomain() != TimeDomain.EVENT_TIME) {
                out.collect("out of order: " + timestamp);
            }
            lastRung = timestamp;
            out.collect(context.getCurrentKey() + "@" + timestamp);
        }
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF) // the seed tells all; a smaller one is another stream
    void noRecordIsLateAndEachTimerRingsOnce(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int parallelism = 1 << random.nextInt(3);
        long count = random.nextLong(1, 3_000);
        Numbers numbers = new Numbers(random.nextLong(1, 500), random.nextInt(1, 50), seed);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        environment.getConfig().setAutoWatermarkInterval(1);
        WatermarkStrategy<Long> strategy = WatermarkStrategy.<Long>forBoundedOutOfOrderness(
                        Duration.ofMillis(numbers.disorder()))
                .withTimestampAssigner((number, before) -> numbers.time(number));
        DataStream<Long> stream;
        if (random.nextBoolean()) {
            stream = environment.fromSource(new NumberSequenceSource(0, count - 1), strategy, "numbers");
        } else {
            stream = environment.fromSequence(0, count - 1).assignTimestampsAndWatermarks(strategy);
        }
        if (random.nextBoolean()) {
            stream = stream.rebalance().map(number -> number);
        }
        List<String> rung = new ArrayList<>();
        try (CloseableIterator<String> results =
                stream.keyBy(numbers::key).process(new SetsTimers(numbers)).executeAndCollect()) {
            results.forEachRemaining(rung::add);
        }
        assertThat(rung).as("each once").doesNotHaveDuplicates();
        assertThat(new TreeSet<>(rung)).isEqualTo(numbers.timersOf(count));
    }
}
