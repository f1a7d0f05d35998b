package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobId;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.VertexDetails;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch jobs in stages, whose steps have as many instances as their data needs. */
@Timeout(120)
class AdaptedParallelismTest {
    private static final int PLANNED = 6;
    private static final int RECORDS = 20_000;
    private static final TypeHint<Tuple2<Long, Long>> PAIRS = new TypeHint<>() {};

    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();

    private static MiniCluster cluster;

    @BeforeAll
    static void start() {
        Configuration configuration = new Configuration()
                .set(
                        CoreOptions.TEMPORARY_DIRECTORY,
                        Path.of("target", "adapted-parallelism").toString());
        cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 2, 2));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Configuration options(String volume) {
        return new Configuration()
                .set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)
                .set(BatchAdaptiveOptions.VOLUME, MemorySize.parse(volume))
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 10)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10));
    }

    private static ExecutionEnvironment env(String volume) {
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(PLANNED);
        return env.configure(options(volume));
    }

    private static JobDetails lastJob() {
        JobId last = cluster.dispatcher().listJobs().join().stream()
                .max(Comparator.comparingLong(JobSummary::startTime))
                .orElseThrow()
                .id();
        return cluster.dispatcher().jobDetails(last).join();
    }

    private static Map<String, Integer> instances(JobDetails details) {
        return details.vertices().stream()
                .collect(Collectors.toMap(VertexDetails::name, VertexDetails::parallelism, Math::max));
    }

    /** Numbers by their last three digits, joined with others, and grouped by something else. */
    private static List<Tuple2<Long, Long>> sums(ExecutionEnvironment env) {
        DataSet<Tuple2<Long, Long>> pairs = env.generateSequence(1, RECORDS)
                .map(value -> Tuple2.of(value % 1_000, value))
                .returns(PAIRS);
        DataSet<Tuple2<Long, Long>> others = env.generateSequence(0, RECORDS / 2)
                .map(value -> Tuple2.of(value, value))
                .returns(PAIRS);
        return pairs.join(others)
                .where(0)
                .equalTo(0)
                .with((one, other) -> {
                    if (FAILURES.getAndDecrement() > 0) {
                        throw new IllegalStateException("fails on purpose");
                    }
                    return Tuple2.of(one.f1 % 7, other.f1);
                })
                .returns(PAIRS)
                .name("joined")
                .groupBy(0)
                .sum(1)
                .name("sums")
                .collect();
    }

    private static Map<Long, Long> expected() {
        return LongStream.rangeClosed(1, RECORDS)
                .boxed()
                .collect(Collectors.groupingBy(value -> value % 7, Collectors.summingLong(value -> value % 1_000)));
    }

    /** There are some 500 kB to join, and seven sums of some bytes from each instance that joins. */
    @ParameterizedTest
    @CsvSource({"16 mb, 1, 1, 0", "200 kb, 3, 1, 0", "1 b, 6, 6, 0", "16 mb, 1, 1, 2", "200 kb, 3, 1, 3"})
    void dataDecidesHowManyInstancesThereAre(String volume, int joined, int sums, int failures) throws Exception {
        FAILURES.set(failures);
        ClusterExecutor.on(cluster, () -> {
            List<Tuple2<Long, Long>> found = sums(env(volume));
            assertThat(found.stream().collect(Collectors.toMap(sum -> sum.f0, sum -> sum.f1)))
                    .isEqualTo(expected());
            assertThat(instances(lastJob()))
                    .containsEntry("joined -> Combine for sums", joined)
                    .containsEntry("sums", sums);
        });
    }

    /**
     * Sums stay where they are for the join with what they were made of; so both have as many instances: for 340 kB, and
     * some for what was combined.
     */
    @ParameterizedTest
    @CsvSource({"16 mb, 1, 0", "300 kb, 2, 0", "1 b, 6, 0", "300 kb, 2, 2"})
    void whatStaysInPlaceIsTakenByAsMany(String volume, int instances, int failures) throws Exception {
        FAILURES.set(failures);
        ClusterExecutor.on(cluster, () -> {
            DataSet<Tuple2<Long, Long>> pairs = env(volume)
                    .generateSequence(1, RECORDS)
                    .map(value -> Tuple2.of(value % 1_000, 1L))
                    .returns(PAIRS);
            long right = pairs.join(pairs.groupBy(0).sum(1).name("sums"))
                    .where(0)
                    .equalTo(0)
                    .with((one, sum) -> {
                        if (FAILURES.getAndDecrement() > 0) {
                            throw new IllegalStateException("fails on purpose");
                        }
                        return sum.f1 == RECORDS / 1_000;
                    })
                    .returns(Boolean.class)
                    .name("joined")
                    .filter(isRight -> isRight)
                    .count();
            assertThat(right).isEqualTo(RECORDS);
            assertThat(instances(lastJob())).containsEntry("sums", instances);
            assertThat(instances(lastJob()).entrySet())
                    .anyMatch(vertex -> vertex.getKey().startsWith("joined") && vertex.getValue() == instances);
        });
    }

    @Test
    void whatTheProgramSaysIsDone() throws Exception {
        ClusterExecutor.on(cluster, () -> {
            env("16 mb")
                    .generateSequence(1, RECORDS)
                    .rebalance()
                    .map(value -> value)
                    .setParallelism(3)
                    .name("three")
                    .count();
            assertThat(instances(lastJob()).entrySet())
                    .anyMatch(vertex -> vertex.getKey().startsWith("three") && vertex.getValue() == 3);
        });
    }

    /** Instances have the state of all keys that they get. */
    @ParameterizedTest
    @ValueSource(strings = {"16 mb", "100 kb", "1 b"})
    void stateByKeyGoesWithTheKeys(String volume) throws Exception {
        SEEN.clear();
        ClusterExecutor.on(cluster, () -> {
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                    .setParallelism(PLANNED)
                    .setRuntimeMode(RuntimeExecutionMode.BATCH);
            env.configure(options(volume));
            env.fromSequence(1, RECORDS)
                    .keyBy(value -> value % 1_000)
                    .process(new Counting())
                    .addSink((value, context) -> SEEN.add(value));
            env.execute("state");
        });
        assertThat(SEEN.stream().sorted().toList())
                .isEqualTo(LongStream.range(0, 1_000).boxed().toList());
    }

    /** Tells a key when all its records have come. */
    private static final class Counting extends KeyedProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Integer> count;

        @Override
        public void open(OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Integer.class));
        }

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) throws Exception {
            int now = count.value() == null ? 1 : count.value() + 1;
            count.update(now);
            if (now == RECORDS / 1_000) {
                out.collect(context.getCurrentKey());
            }
        }
    }
}
