package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.configuration.TaskManagerOptions;
import io.weir.datastream.BroadcastStream;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.BroadcastProcessFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedBroadcastProcessFunction;
import io.weir.functions.MapFunction;
import io.weir.state.MapStateDescriptor;
import io.weir.time.WatermarkStrategy;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a batch, a function has all of the broadcast stream before the first record of the other one. */
@Timeout(60)
class BroadcastFirstTest {
    private static final int RECORDS = 20_000;
    private static final int RULES = 50;
    private static final MapStateDescriptor<Long, Long> SEEN = new MapStateDescriptor<>("seen", Types.LONG, Types.LONG);

    private static volatile CountDownLatch recordsAreSent; // counted down by one task, awaited by another

    private final StreamExecutionEnvironment environment =
            StreamExecutionEnvironment.createLocalEnvironment(2).setRuntimeMode(RuntimeExecutionMode.BATCH);

    @BeforeEach
    void nothingIsSent() {
        recordsAreSent = new CountDownLatch(1);
    }

    private DataStream<Long> records() {
        return environment.fromSequence(1, RECORDS).map(new Sent()).setParallelism(1);
    }

    private BroadcastStream<Long> rules() {
        return environment
                .fromSequence(1, RULES)
                .map(new Later())
                .setParallelism(1)
                .broadcast(SEEN);
    }

    @Test
    void recordsKnowAllRules() {
        assertThat(all(records().rebalance().connect(rules()).process(new Known())))
                .isEqualTo(LongStream.rangeClosed(1, RECORDS)
                        .map(value -> value * 1_000 + RULES)
                        .boxed()
                        .toList());
    }

    @Test
    void recordsWithKeysKnowAllRulesAndKeepTheirTimes() {
        DataStream<Long> timed = records()
                .assignTimestampsAndWatermarks(WatermarkStrategy.<Long>forMonotonousTimestamps()
                        .withTimestampAssigner((value, before) -> value * 7));
        assertThat(all(timed.keyBy(value -> value % 5).connect(rules()).process(new KnownByKey())))
                .isEqualTo(LongStream.rangeClosed(1, RECORDS)
                        .map(value -> value * 7_000 + RULES)
                        .boxed()
                        .toList());
    }

    @Test
    void bothMayComeFromTheSameSourceAndNotFitIntoMemory() {
        environment.configure(new Configuration().setString(TaskManagerOptions.MANAGED_SIZE.key(), "2mb"));
        DataStream<Long> numbers = environment.fromSequence(1, 10L * RECORDS).rebalance();
        BroadcastStream<Long> rules = numbers.filter(value -> value <= RULES).broadcast(SEEN);
        assertThat(all(numbers.connect(rules).process(new Known())))
                .hasSize(10 * RECORDS)
                .allMatch(value -> value % 1_000 == RULES);
    }

    private static List<Long> all(DataStream<Long> stream) {
        List<Long> records = new ArrayList<>();
        try (CloseableIterator<Long> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        records.sort(null);
        return records;
    }

    /** Tells when the last record is on its way. */
    private static final class Sent implements MapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private long count;

        @Override
        public Long map(Long value) {
            if (++count == RECORDS) {
                recordsAreSent.countDown();
            }
            return value;
        }
    }

    /** Lets rules come behind all records. */
    private static final class Later implements MapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) throws Exception {
            assertThat(recordsAreSent.await(30, TimeUnit.SECONDS)).isTrue();
            return value;
        }
    }

    private static long count(Iterable<?> entries) {
        long count = 0;
        for (Object each : entries) {
            count += each == null ? 0 : 1;
        }
        return count;
    }

    /** Adds to each record how many rules there are. */
    private static final class Known extends BroadcastProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, ReadOnlyContext context, Collector<Long> out) throws Exception {
            out.collect(value * 1_000 + count(context.getBroadcastState(SEEN).immutableEntries()));
        }

        @Override
        public void processBroadcastElement(Long rule, Context context, Collector<Long> out) throws Exception {
            context.getBroadcastState(SEEN).put(rule, rule);
        }
    }

    /** The same with the time of the record, when that has come. */
    private static final class KnownByKey extends KeyedBroadcastProcessFunction<Long, Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, ReadOnlyContext context, Collector<Long> out) throws Exception {
            assertThat(count(context.getBroadcastState(SEEN).immutableEntries()))
                    .isEqualTo(RULES);
            context.timerService().registerEventTimeTimer(context.timestamp());
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<Long> out) throws Exception {
            out.collect(
                    timestamp * 1_000 + count(context.getBroadcastState(SEEN).immutableEntries()));
        }

        @Override
        public void processBroadcastElement(Long rule, Context context, Collector<Long> out) throws Exception {
            context.getBroadcastState(SEEN).put(rule, rule);
        }
    }
}
