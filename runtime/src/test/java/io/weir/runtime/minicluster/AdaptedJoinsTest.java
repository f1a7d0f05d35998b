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
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.execution.JobId;
import io.weir.functions.Collector;
import io.weir.functions.FunctionAnnotation.ForwardedFieldsFirst;
import io.weir.functions.JoinFunction;
import io.weir.functions.RichFlatJoinFunction;
import io.weir.plan.JoinHint;
import io.weir.plan.JoinType;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.VertexDetails;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joins of batch jobs in stages, which do what the sizes of their inputs ask for. */
@Timeout(120)
class AdaptedJoinsTest {
    private static final int PLANNED = 6;
    private static final TypeHint<Tuple2<Long, Long>> PAIRS = new TypeHint<>() {};

    private static final AtomicInteger FAILURES = new AtomicInteger();

    /** Which instances have joined records of the key that most of them have. */
    private static final Set<Integer> SHARING = ConcurrentHashMap.newKeySet();

    /** How often a key follows another one: seldom if records look for their matches of which each key has one. */
    private static final AtomicInteger CHANGES = new AtomicInteger();

    private static MiniCluster cluster;

    @BeforeAll
    static void start() {
        Configuration configuration = new Configuration()
                .set(
                        CoreOptions.TEMPORARY_DIRECTORY,
                        Path.of("target", "adapted-joins").toString());
        cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 2, 2));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Configuration options() {
        return new Configuration()
                .set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)
                .set(BatchAdaptiveOptions.VOLUME, MemorySize.parse("1 kb"))
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 10)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10));
    }

    private static ExecutionEnvironment env(Configuration options) {
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(PLANNED);
        return env.configure(options);
    }

    /** Returns what was decided of the join of the last job. */
    private static List<String> adapted() {
        JobId last = cluster.dispatcher().listJobs().join().stream()
                .max(Comparator.comparingLong(JobSummary::startTime))
                .orElseThrow()
                .id();
        return cluster.dispatcher().jobDetails(last).join().vertices().stream()
                .filter(vertex -> vertex.name().startsWith("joined"))
                .map(VertexDetails::adapted)
                .findFirst()
                .orElseThrow();
    }

    /** Of each number so many pairs of different keys, though the planner expects three; half of them have no match. */
    private static DataSet<Tuple2<Long, Long>> exploded(ExecutionEnvironment env, long numbers, int times) {
        return env.generateSequence(1, numbers)
                .flatMap((Long value, Collector<Tuple2<Long, Long>> out) -> {
                    for (long i = 0; i < times; i++) {
                        out.collect(Tuple2.of((value + i) % numbers * 2 + i % 2, i));
                    }
                })
                .returns(PAIRS);
    }

    private static DataSet<Tuple2<Long, Long>> numbered(ExecutionEnvironment env, long numbers) {
        return env.generateSequence(1, numbers)
                .map(value -> Tuple2.of(value * 2 - 2, value))
                .returns(PAIRS);
    }

    private static List<String> joined(
            DataSet<Tuple2<Long, Long>> first, DataSet<Tuple2<Long, Long>> second, JoinType type, JoinHint hint)
            throws Exception {
        List<String> found = new ArrayList<>((switch (type) {
                    case INNER -> first.join(second, hint);
                    case LEFT_OUTER -> first.leftOuterJoin(second, hint);
                    case RIGHT_OUTER -> first.rightOuterJoin(second, hint);
                    case FULL_OUTER -> first.fullOuterJoin(second, hint);
                })
                .where(0)
                .equalTo(0)
                .with(new Joining())
                .returns(Types.STRING)
                .name("joined")
                .collect());
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** Tells a pair, and who has made it. */
    private static final class Joining extends RichFlatJoinFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, String> {
        private static final long serialVersionUID = 1L;

        private long key;

        @Override
        public void join(Tuple2<Long, Long> first, Tuple2<Long, Long> second, Collector<String> out) {
            if (FAILURES.getAndDecrement() > 0) {
                throw new IllegalStateException("fails on purpose");
            }
            if (first != null && first.f0 == 1) {
                SHARING.add(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
            }
            if (first != null && second != null && first.f0 != key) {
                key = first.f0;
                CHANGES.incrementAndGet();
            }
            out.collect(first + " " + second);
        }
    }

    private static List<String> asPlanned(JoinType type, JoinHint hint, long numbers, int times) throws Exception {
        ExecutionEnvironment env = env(options().set(BatchAdaptiveOptions.JOINS, false));
        List<String> found = joined(exploded(env, numbers, times), numbered(env, 4_000), type, hint);
        assertThat(adapted()).isEmpty();
        return found;
    }

    /** 900 pairs are expected where there are 30,000; or 30, which are sent to all instances. */
    @ParameterizedTest
    @CsvSource({
        "INNER, 300, 100, 0",
        "LEFT_OUTER, 300, 100, 0",
        "RIGHT_OUTER, 300, 100, 0",
        "FULL_OUTER, 300, 100, 2",
        "INNER, 10, 3000, 0",
        "RIGHT_OUTER, 10, 3000, 1"
    })
    void theSmallerInputIsHashedWhateverWasExpected(JoinType type, long numbers, int times, int failures)
            throws Exception {
        ClusterExecutor.on(cluster, () -> {
            FAILURES.set(0);
            CHANGES.set(0);
            List<String> expected = asPlanned(type, JoinHint.OPTIMIZER_CHOOSES, numbers, times);
            assertThat(CHANGES).hasValueLessThanOrEqualTo((int) numbers);
            FAILURES.set(failures);
            ExecutionEnvironment env = env(options());
            assertThat(joined(exploded(env, numbers, times), numbered(env, 4_000), type, JoinHint.OPTIMIZER_CHOOSES))
                    .isEqualTo(expected)
                    .isNotEmpty();
            assertThat(CHANGES).hasValueGreaterThan((int) (numbers * times / 4));
            assertThat(adapted()).hasSize(1).allMatch(line -> line.matches("hashes input 1 .* instead of input 0 .*"));
        });
    }

    @Test
    void aHintIsFollowed() throws Exception {
        ClusterExecutor.on(cluster, () -> {
            FAILURES.set(0);
            ExecutionEnvironment env = env(options());
            CHANGES.set(0);
            joined(exploded(env, 300, 100), numbered(env, 4_000), JoinType.INNER, JoinHint.REPARTITION_HASH_FIRST);
            assertThat(CHANGES).hasValueLessThanOrEqualTo(300);
            assertThat(adapted()).isEmpty();
        });
    }

    /** Nine tenths of the first input have the same key, and two records of the second. */
    private static List<String> skewed(ExecutionEnvironment env, JoinType type, JoinHint hint) throws Exception {
        DataSet<Tuple2<Long, Long>> first = env.generateSequence(1, 20_000)
                .map(value -> Tuple2.of(value % 10 == 0 ? value % 2_000 : 1, value))
                .returns(PAIRS);
        DataSet<Tuple2<Long, Long>> second = env.generateSequence(-20, 1_500)
                .map(value -> Tuple2.of(value == 0 ? 1 : value, value))
                .returns(PAIRS);
        SHARING.clear();
        return joined(first, second, type, hint);
    }

    @ParameterizedTest
    @CsvSource({
        "INNER, OPTIMIZER_CHOOSES, true, 0",
        "INNER, REPARTITION_HASH_FIRST, true, 3",
        "INNER, REPARTITION_SORT_MERGE, true, 0",
        "LEFT_OUTER, REPARTITION_HASH_SECOND, true, 0",
        "LEFT_OUTER, REPARTITION_SORT_MERGE, true, 2",
        "RIGHT_OUTER, OPTIMIZER_CHOOSES, false, 0",
        "FULL_OUTER, OPTIMIZER_CHOOSES, false, 0"
    })
    void severalInstancesShareWhatIsMuchMoreThanTheOthersGet(JoinType type, JoinHint hint, boolean shared, int failures)
            throws Exception {
        Configuration sharing = options()
                .set(BatchAdaptiveOptions.SKEW_THRESHOLD, MemorySize.parse("10 kb"))
                .set(BatchAdaptiveOptions.SKEW_FACTOR, 3.0);
        ClusterExecutor.on(cluster, () -> {
            FAILURES.set(0);
            List<String> expected = skewed(env(options()), type, hint);
            assertThat(SHARING).hasSize(1);
            FAILURES.set(failures);
            assertThat(skewed(env(sharing), type, hint)).isEqualTo(expected).hasSizeGreaterThan(36_000);
            assertThat(adapted().stream().anyMatch(line -> line.contains(" instances share part ")))
                    .isEqualTo(shared);
            assertThat(SHARING.size() > 1).isEqualTo(shared);
        });
    }

    /** Gives the first record of each pair. */
    @ForwardedFieldsFirst("f0; f1")
    private static final class First
            implements JoinFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> join(Tuple2<Long, Long> first, Tuple2<Long, Long> second) {
            return first;
        }
    }

    /** What a sum is made of stays where the join has brought it: no other instance may have records of its key. */
    @Test
    void whatMustStayTogetherIsNotShared() throws Exception {
        ClusterExecutor.on(cluster, () -> {
            FAILURES.set(0);
            ExecutionEnvironment env =
                    env(options().set(BatchAdaptiveOptions.SKEW_THRESHOLD, MemorySize.parse("10 kb")));
            DataSet<Tuple2<Long, Long>> first = env.generateSequence(1, 20_000)
                    .map(value -> Tuple2.of(value % 10 == 0 ? value % 2_000 : 1, 1L))
                    .returns(PAIRS);
            DataSet<Tuple2<Long, Long>> second = env.generateSequence(0, 2_000)
                    .map(value -> Tuple2.of(value, 0L))
                    .returns(PAIRS);
            List<Tuple2<Long, Long>> sums = first.join(second)
                    .where(0)
                    .equalTo(0)
                    .with(new First())
                    .name("joined")
                    .groupBy(0)
                    .sum(1)
                    .collect();
            assertThat(adapted()).noneMatch(line -> line.contains(" instances share part "));
            assertThat(sums).hasSize(201).contains(Tuple2.of(1L, 18_000L));
            assertThat(sums.stream().mapToLong(sum -> sum.f1).sum()).isEqualTo(20_000);
        });
    }
}
