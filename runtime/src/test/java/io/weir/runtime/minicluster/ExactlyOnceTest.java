package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingMode;
import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.RichMapFunction;
import io.weir.state.CheckpointListener;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose tasks fail in the middle give the results of jobs that were not disturbed. */
@Timeout(180)
class ExactlyOnceTest {
    private static final long RECORDS = 20_000;
    private static final int KEYS = 7;

    /** The last result of each key; written by the sinks, read by the test. */
    private static final Map<Long, Long> SUMS = new ConcurrentHashMap<>();

    private static final AtomicInteger FAILURES = new AtomicInteger();

    /** The numbers that came, in one of the tests. */
    private static final AtomicReference<Set<Long>> SEEN = new AtomicReference<>();

    /** The numbers of a key so far. */
    public record Sum(long key, long sum) {
        Sum plus(Sum other) {
            return new Sum(key, sum + other.sum);
        }
    }

    /** Fails some records after it has learnt of a checkpoint, a few times over all attempts; else it takes its time. */
    private static final class FailingMap extends RichMapFunction<Long, Sum> implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final int failures;
        private int recordsToGo = -1;

        FailingMap(int failures) {
            this.failures = failures;
        }

        @Override
        public Sum map(Long value) {
            LockSupport.parkNanos(20_000);
            if (recordsToGo >= 0 && --recordsToGo < 0 && FAILURES.incrementAndGet() <= failures) {
                throw new IllegalStateException("disturbed at " + value);
            }
            return new Sum(value % KEYS, value);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (recordsToGo < 0 && FAILURES.get() < failures) {
                recordsToGo = 50;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0,false", "1,3,false", "2,3,false", "1,3,true", "2,3,true", "1,3,", "2,3,"})
    void countsEachRecordOnce(int taskManagers, int failures, Boolean unaligned) throws Exception {
        boolean slow = unaligned == null || unaligned; // so that records are under way
        SUMS.clear();
        FAILURES.set(0);
        try (MiniCluster cluster =
                MiniCluster.start(new MiniCluster.Settings(new Configuration(), taskManagers, 2 / taskManagers))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(2)
                        .enableCheckpointing(20);
                if (unaligned != null) {
                    env.getConfiguration().set(CheckpointingOptions.UNALIGNED, unaligned);
                }
                env.getConfiguration()
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 10)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
                env.fromSequence(1, RECORDS)
                        .map(new FailingMap(failures))
                        .keyBy(Sum::key)
                        .reduce(Sum::plus)
                        .addSink((value, context) -> {
                            LockSupport.parkNanos(slow ? 100_000 : 0);
                            SUMS.merge(value.key(), value.sum(), Math::max);
                        });
                env.execute("sums");
            });
        }
        assertThat(FAILURES.get()).isGreaterThanOrEqualTo(failures);
        assertThat(SUMS).isEqualTo(expected());
    }

    private static Map<Long, Long> expected() {
        return LongStream.rangeClosed(1, RECORDS)
                .boxed()
                .collect(Collectors.groupingBy(value -> value % KEYS, Collectors.summingLong(value -> value)));
    }

    /** What comes while others are waited for belongs to the checkpoint and comes again, so that sums may be too large. */
    @Test
    void losesNothingWhereRecordsMayComeTwice() throws Exception {
        SUMS.clear();
        FAILURES.set(0);
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        SEEN.set(seen);
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 2, 1))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(2)
                        .enableCheckpointing(20, CheckpointingMode.AT_LEAST_ONCE);
                env.getConfiguration()
                        .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                        .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 10)
                        .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
                env.fromSequence(1, RECORDS)
                        .map(new FailingMap(3))
                        .keyBy(Sum::key)
                        .map(value -> {
                            SEEN.get().add(value.sum());
                            return value;
                        })
                        .returns(Sum.class)
                        .keyBy(Sum::key)
                        .reduce(Sum::plus)
                        .addSink((value, context) -> SUMS.merge(value.key(), value.sum(), Math::max));
                env.execute("sums");
            });
        }
        assertThat(FAILURES.get()).isGreaterThanOrEqualTo(3);
        assertThat(seen).hasSize((int) RECORDS);
        expected().forEach((key, sum) -> assertThat(SUMS.get(key)).isGreaterThanOrEqualTo(sum));
    }
}
