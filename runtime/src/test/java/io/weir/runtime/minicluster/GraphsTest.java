package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.dataset.DataSet;
import io.weir.dataset.DeltaIteration;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.functions.Collector;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFlatJoinFunction;
import io.weir.functions.RichMapFunction;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.types.TypeHint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Iterations over graphs on a cluster of two TaskManagers, undisturbed and while something fails. */
@Timeout(180)
class GraphsTest {
    private static final TypeHint<Tuple2<Integer, Integer>> PAIRS = new TypeHint<>() {};
    private static final TypeHint<Tuple2<Integer, Double>> RANKS = new TypeHint<>() {};
    private static final Path FRIENDS =
            Path.of(System.getProperty("weir.root", "."), "../shared/data/facebook_edges.txt");
    private static final int SUPERSTEPS = 20;

    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static volatile CountDownLatch reached = new CountDownLatch(0); // set by the test, read by tasks
    private static volatile CountDownLatch mayGoOn = new CountDownLatch(0); // as above

    private static MiniCluster cluster;

    @BeforeAll
    static void start() {
        Configuration configuration = new Configuration()
                .set(
                        CoreOptions.TEMPORARY_DIRECTORY,
                        Path.of("target", "graphs").toString());
        cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 2, 2));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void nothingFails() {
        FAILURES.set(0);
        reached = new CountDownLatch(0);
        mayGoOn = new CountDownLatch(0);
    }

    private static List<Tuple2<Integer, Integer>> friends() throws IOException {
        Assumptions.assumeTrue(Files.exists(FRIENDS), "skipped: there is no " + FRIENDS.toAbsolutePath());
        List<Tuple2<Integer, Integer>> edges = new ArrayList<>();
        for (String line : Files.readAllLines(FRIENDS)) {
            String[] fields = line.split(" ");
            edges.add(Tuple2.of(Integer.parseInt(fields[0]), Integer.parseInt(fields[1])));
        }
        return edges;
    }

    /** Several rings, each of which takes many supersteps. */
    private static List<Tuple2<Integer, Integer>> rings() {
        List<Tuple2<Integer, Integer>> edges = new ArrayList<>();
        for (int ring = 0; ring < 5; ring++) {
            for (int i = 0; i < 40; i++) {
                edges.add(Tuple2.of(ring * 40 + i, ring * 40 + (i + 1) % 40));
            }
        }
        return edges;
    }

    private static ExecutionEnvironment env() {
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(4);
        return env.configure(new Configuration()
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
    }

    /** Passes on what makes a vertex's component smaller, and fails as the test wants it. */
    private static final class Improving
            extends RichFlatJoinFunction<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) throws Exception {
            if (getIterationRuntimeContext().getSuperstepNumber() == 4) {
                if (FAILURES.getAndDecrement() > 0) {
                    throw new IllegalStateException("fails on purpose");
                }
                reached.countDown();
                assertThat(mayGoOn.await(60, TimeUnit.SECONDS)).isTrue();
            }
        }

        @Override
        public void join(
                Tuple2<Integer, Integer> candidate,
                Tuple2<Integer, Integer> known,
                Collector<Tuple2<Integer, Integer>> out) {
            if (candidate.f1 < known.f1) {
                out.collect(candidate);
            }
        }
    }

    private static long components(List<Tuple2<Integer, Integer>> edges) {
        ExecutionEnvironment env = env();
        DataSet<Tuple2<Integer, Integer>> bothWays = env.fromCollection(edges)
                .flatMap((Tuple2<Integer, Integer> edge, Collector<Tuple2<Integer, Integer>> out) -> {
                    out.collect(edge);
                    out.collect(Tuple2.of(edge.f1, edge.f0));
                })
                .returns(PAIRS);
        DataSet<Tuple2<Integer, Integer>> vertices =
                bothWays.map(edge -> Tuple2.of(edge.f0, edge.f0)).returns(PAIRS).distinct(0);
        DeltaIteration<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> iteration =
                vertices.iterateDelta(vertices, 1_000, 0);
        DataSet<Tuple2<Integer, Integer>> changes = iteration
                .getWorkset()
                .join(bothWays)
                .where(0)
                .equalTo(0)
                .with((vertex, edge) -> Tuple2.of(edge.f1, vertex.f1))
                .returns(PAIRS)
                .groupBy(0)
                .min(1)
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with(new Improving());
        return iteration.closeWith(changes, changes).map(vertex -> vertex.f1).collect().stream()
                .distinct()
                .count();
    }

    @Test
    void friendsAreOneComponent() throws Exception {
        List<Tuple2<Integer, Integer>> edges = friends();
        ClusterExecutor.on(cluster, () -> assertThat(components(edges)).isEqualTo(1));
    }

    @Test
    void aFunctionFailsInTheMiddleOfAnIteration() throws Exception {
        FAILURES.set(2);
        ClusterExecutor.on(cluster, () -> assertThat(components(rings())).isEqualTo(5));
        assertThat(FAILURES.get()).isLessThan(1);
    }

    @Test
    void oneOfSeveralInstancesFailsThatExchangeNothing() throws Exception {
        FAILURES.set(1);
        ClusterExecutor.on(cluster, () -> {
            IterativeDataSet<Long> loop = env().generateSequence(1, 100).iterate(6);
            assertThat(loop.closeWith(loop.map(new Counting())).collect())
                    .hasSize(100)
                    .allMatch(value -> value > 6 && value <= 106);
        });
        assertThat(FAILURES.get()).isLessThan(1);
    }

    /** Counts up, and fails as the test wants it. */
    private static final class Counting extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) {
            if (getIterationRuntimeContext().getSuperstepNumber() == 4 && FAILURES.getAndDecrement() > 0) {
                throw new IllegalStateException("fails on purpose");
            }
        }

        @Override
        public Long map(Long value) {
            return value + 1;
        }
    }

    @Test
    void thereAreFewerSlotsThanTheProgramWants() throws Exception {
        ClusterExecutor.on(cluster, () -> {
            ExecutionEnvironment env = env();
            IterativeDataSet<Long> loop = env.generateSequence(1, 100)
                    .map(value -> value)
                    .setParallelism(6)
                    .iterate(3);
            DataSet<Long> all = loop.setParallelism(4).closeWith(loop.map(value -> value + 1));
            assertThat(all.map(value -> value).setParallelism(5).collect())
                    .hasSize(100)
                    .allMatch(value -> value > 3 && value <= 103);
        });
    }

    @Test
    void aTaskManagerIsLostInTheMiddleOfAnIteration() throws Exception {
        reached = new CountDownLatch(1);
        mayGoOn = new CountDownLatch(1);
        int replacement = cluster.startTaskManager().join();
        CompletableFuture<Void> loss = CompletableFuture.runAsync(
                () -> {
                    try {
                        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    cluster.stopTaskManager(0);
                    mayGoOn.countDown();
                },
                task -> new Thread(task, "killer").start());
        ClusterExecutor.on(cluster, () -> assertThat(components(rings())).isEqualTo(5));
        loss.join();
        assertThat(replacement).isPositive();
    }

    @Test
    void ranksOfFriendsAgreeWithAPlainLoop() throws Exception {
        List<Tuple2<Integer, Integer>> edges = friends();
        double[] expected = plainRanks(edges);
        ClusterExecutor.on(cluster, () -> {
            List<Tuple2<Integer, Double>> ranks = ranks(edges, expected.length);
            assertThat(ranks).hasSize(expected.length);
            ranks.forEach(rank -> assertThat(rank.f1).isEqualTo(expected[rank.f0], offset(1e-9)));
        });
    }

    private static List<Tuple2<Integer, Double>> ranks(List<Tuple2<Integer, Integer>> edges, int count) {
        ExecutionEnvironment env = env();
        DataSet<Tuple2<Integer, int[]>> links = env.fromCollection(edges)
                .flatMap((Tuple2<Integer, Integer> edge, Collector<Tuple2<Integer, Integer>> out) -> {
                    out.collect(edge);
                    out.collect(Tuple2.of(edge.f1, edge.f0));
                })
                .returns(PAIRS)
                .groupBy(0)
                .reduceGroup((Iterable<Tuple2<Integer, Integer>> group, Collector<Tuple2<Integer, int[]>> out) -> {
                    List<Integer> targets = new ArrayList<>();
                    int from = -1;
                    for (Tuple2<Integer, Integer> edge : group) {
                        from = edge.f0;
                        targets.add(edge.f1);
                    }
                    out.collect(Tuple2.of(
                            from, targets.stream().mapToInt(each -> each).toArray()));
                })
                .returns(new TypeHint<Tuple2<Integer, int[]>>() {});
        IterativeDataSet<Tuple2<Integer, Double>> iteration = env.generateSequence(0, count - 1)
                .map(vertex -> Tuple2.of(vertex.intValue(), 1.0 / count))
                .returns(RANKS)
                .iterate(SUPERSTEPS);
        DataSet<Tuple2<Integer, Double>> next = iteration
                .join(links)
                .where(0)
                .equalTo(0)
                .with(
                        (Tuple2<Integer, Double> rank,
                                Tuple2<Integer, int[]> of,
                                Collector<Tuple2<Integer, Double>> out) -> {
                            for (int target : of.f1) {
                                out.collect(Tuple2.of(target, rank.f1 / of.f1.length));
                            }
                        })
                .returns(RANKS)
                .groupBy(0)
                .sum(1)
                .map(rank -> Tuple2.of(rank.f0, 0.15 / count + 0.85 * rank.f1))
                .returns(RANKS);
        return iteration.closeWith(next).collect();
    }

    private static double[] plainRanks(List<Tuple2<Integer, Integer>> edges) {
        int count = 1
                + edges.stream()
                        .mapToInt(edge -> Math.max(edge.f0, edge.f1))
                        .max()
                        .orElseThrow();
        int[] degree = new int[count];
        for (Tuple2<Integer, Integer> edge : edges) {
            degree[edge.f0]++;
            degree[edge.f1]++;
        }
        double[] ranks = new double[count];
        Arrays.fill(ranks, 1.0 / count);
        for (int i = 0; i < SUPERSTEPS; i++) {
            double[] next = new double[count];
            for (Tuple2<Integer, Integer> edge : edges) {
                next[edge.f1] += ranks[edge.f0] / degree[edge.f0];
                next[edge.f0] += ranks[edge.f1] / degree[edge.f1];
            }
            for (int vertex = 0; vertex < count; vertex++) {
                next[vertex] = 0.15 / count + 0.85 * next[vertex];
            }
            ranks = next;
        }
        return ranks;
    }

    @Test
    void trianglesOfFriends() throws Exception {
        List<Tuple2<Integer, Integer>> edges = friends();
        ClusterExecutor.on(cluster, () -> {
            DataSet<Tuple2<Integer, Integer>> upwards = env().fromCollection(edges)
                    .map(edge -> edge.f0 < edge.f1 ? edge : Tuple2.of(edge.f1, edge.f0))
                    .returns(PAIRS);
            DataSet<Tuple3<Integer, Integer, Integer>> open = upwards.join(upwards)
                    .where(0)
                    .equalTo(0)
                    .with(
                            (Tuple2<Integer, Integer> one,
                                    Tuple2<Integer, Integer> other,
                                    Collector<Tuple3<Integer, Integer, Integer>> out) -> {
                                if (one.f1 < other.f1) {
                                    out.collect(Tuple3.of(one.f0, one.f1, other.f1));
                                }
                            })
                    .returns(new TypeHint<Tuple3<Integer, Integer, Integer>>() {});
            long triangles = open.join(upwards)
                    .where(1, 2)
                    .equalTo(0, 1)
                    .with((triad, edge) -> triad)
                    .returns(new TypeHint<Tuple3<Integer, Integer, Integer>>() {})
                    .count();
            assertThat(triangles).isEqualTo(1_612_010);
        });
    }
}
