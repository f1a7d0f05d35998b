package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.plan.Plan;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What jobs and clusters leave behind when they have ended: nothing. */
@Timeout(120)
class LeftoversTest {
    private static final int JOBS = 50;

    /** Filled by the program, which is loaded by a class loader of its own each time. */
    static final ConcurrentLinkedQueue<WeakReference<ClassLoader>> LOADERS = new ConcurrentLinkedQueue<>();

    /** The most threads of tasks that were seen at a time. */
    private static final AtomicLong MOST_THREADS = new AtomicLong();

    @TempDir
    Path temporary;

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private static Set<String> threadsBeyond(Set<String> before) {
        Set<String> now = threads();
        now.removeAll(before);
        now.removeIf(name -> name.startsWith("junit-timeout") || name.startsWith("Attach Listener"));
        return now;
    }

    private List<Path> files() {
        try (Stream<Path> paths = Files.walk(temporary)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().equals("program.jar"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Packs the classes of the test's program, so that the cluster loads them from the jar. */
    private Path jar() throws IOException {
        Path jar = temporary.resolve("program.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("program.txt"));
            entries.write("a program".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void noteLoader() {
        LOADERS.add(new WeakReference<>(Thread.currentThread().getContextClassLoader()));
    }

    private JobGraph graph() throws Exception {
        return graphOf(env -> env.setParallelism(2)
                .fromSequence(1, 100)
                .map(value -> {
                    noteLoader();
                    return value;
                })
                .keyBy(value -> value % 5)
                .reduce(Long::sum)
                .addSink((value, context) -> {}));
    }

    private static JobGraph graphOf(Consumer<StreamExecutionEnvironment> program) throws Exception {
        List<JobGraph> graphs = new ArrayList<>();
        PlanExecutors.setContext(new PlanExecutor() {
            @Override
            public JobClient submit(Plan plan) {
                graphs.add(JobGraphs.translate(plan));
                return null;
            }

            @Override
            public String explain(Plan plan) {
                return "";
            }
        });
        try {
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            program.accept(env);
            env.executeAsync("leaves nothing");
        } finally {
            PlanExecutors.setContext(null);
        }
        return graphs.get(0);
    }

    @Test
    void manyJobsLeaveNoThreadNoClassLoaderAndNoFile() throws Exception {
        LOADERS.clear();
        Path jar = jar();
        Configuration configuration = new Configuration().set(CoreOptions.TEMPORARY_DIRECTORY, temporary.toString());
        Set<String> before = threads();
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 1, 2))) {
            WeirClient client = WeirClient.of(cluster.dispatcher(), configuration);
            run(client, jar);
            Eventually.until("the first job has left", () -> threads().stream()
                    .noneMatch(name -> name.startsWith("jobmanager-")
                            || name.startsWith("sources-")
                            || name.startsWith("Source:")));
            Set<String> afterOne = threads();
            for (int i = 1; i < JOBS; i++) {
                run(client, jar);
            }
            Eventually.until("no thread is left: " + threadsBeyond(afterOne), () -> threadsBeyond(afterOne).stream()
                    .allMatch(name -> name.contains("-io-")));
            Eventually.until("no file is left: " + files(), () -> files().isEmpty());
            Eventually.until("no class loader is left", () -> {
                System.gc();
                return LOADERS.stream()
                        .allMatch(
                                loader -> loader.get() == null || loader.get() == LeftoversTest.class.getClassLoader());
            });
            assertThat(LOADERS).isNotEmpty();
            assertThat(client.list()).hasSize(JOBS);
        }
        Eventually.until("no thread of the cluster is left: " + threadsBeyond(before), () -> threadsBeyond(before)
                .isEmpty());
        try (Stream<Path> paths = Files.list(temporary)) {
            assertThat(paths).containsExactly(jar);
        }
    }

    private static long threadsOfTasks() {
        return threads().stream()
                .filter(name -> name.matches(".* \\(\\d+/2\\)"))
                .count();
    }

    /** Fails on the last record, when its source has finished. */
    private static Long failAtTheEnd(long value) {
        noteLoader();
        MOST_THREADS.accumulateAndGet(threadsOfTasks(), Math::max);
        if (value == 100) {
            throw new IllegalStateException("boom");
        }
        return value;
    }

    /** Attempts share the program of their job, and of those that failed nothing stays. */
    @Test
    void manyFailedAttemptsLeaveNothing() throws Exception {
        LOADERS.clear();
        MOST_THREADS.set(0);
        Path jar = jar();
        Configuration configuration = new Configuration()
                .set(CoreOptions.TEMPORARY_DIRECTORY, temporary.toString())
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, JOBS)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(1));
        JobGraph graph = graphOf(env -> env.setParallelism(2)
                .fromSequence(1, 100)
                .rebalance()
                .map(LeftoversTest::failAtTheEnd)
                .addSink((value, context) -> {}));
        Set<String> before = threads();
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 1, 2))) {
            WeirClient client = WeirClient.of(cluster.dispatcher(), configuration);
            client.submit(graph, List.of(jar))
                    .getJobExecutionResult()
                    .handle((result, failure) -> null)
                    .join();
            assertThat(client.details(graph.jobId()).summary().restarts()).isEqualTo(JOBS);
            assertThat(Set.copyOf(LOADERS.stream().map(WeakReference::get).toList()))
                    .as("class loaders of all attempts")
                    .hasSize(1);
            Eventually.until("no thread of a task is left", () -> threadsOfTasks() == 0);
            Eventually.until("all slots are free", () -> client.clusterInfo().freeSlots() == 2);
            Eventually.until("no file is left: " + files(), () -> files().isEmpty());
        }
        assertThat(MOST_THREADS.get())
                .as("threads of four tasks, and of four that were just ending")
                .isBetween(1L, 8L);
        Eventually.until("no thread of the cluster is left: " + threadsBeyond(before), () -> threadsBeyond(before)
                .isEmpty());
    }

    /** What an enumerator does at its end may need a class that nothing has needed before. */
    @Test
    void theProgramStaysUntilItsEnumeratorsHaveEnded() throws Exception {
        Configuration configuration = new Configuration().set(CoreOptions.TEMPORARY_DIRECTORY, temporary.toString());
        LingeringSource.reset();
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 1, 1))) {
            JobGraph graph = graphOf(env -> env.setParallelism(1)
                    .fromSource(new LingeringSource(), "lingers")
                    .addSink((value, context) -> {}));
            WeirClient client = WeirClient.of(cluster.dispatcher(), configuration);
            client.submit(graph, List.of(jar())).getJobExecutionResult().join();
            assertThat(LingeringSource.seesAfterTheJob("program.txt")).isTrue();
            Eventually.until("no file is left: " + files(), () -> files().isEmpty());
        }
    }

    private void run(WeirClient client, Path jar) throws Exception {
        client.submit(graph(), List.of(jar)).getJobExecutionResult().join();
    }
}
