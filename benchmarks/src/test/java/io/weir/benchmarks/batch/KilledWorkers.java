package io.weir.benchmarks.batch;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.plan.Plan;
import io.weir.runtime.client.ClusterJobClient;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.runtime.protocol.JobDetails;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A cluster of two TaskManagers with two slots each that are killed at random and replaced, while one program of four
 * instances runs in stages. The seed is printed, and is taken from {@code weir.chaos.seed} if that is set.
 */
final class KilledWorkers implements PlanExecutor, AutoCloseable {
    static final int PARALLELISM = 4;
    static final int SLOTS = 2;

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final long seed = Long.getLong("weir.chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MiniCluster cluster;
    private final List<Integer> alive = new ArrayList<>(List.of(0, 1));
    private final CompletableFuture<ClusterJobClient> job = new CompletableFuture<>();

    KilledWorkers(String name) {
        System.out.println("The seed of the chaos is " + seed + ".");
        String directory = Path.of("target", name).toString();
        cluster = MiniCluster.start(new MiniCluster.Settings(
                new Configuration().set(CoreOptions.TEMPORARY_DIRECTORY, directory), alive.size(), SLOTS));
        awaitSlots();
    }

    /** Returns what repeats the choices. */
    long seed() {
        return seed;
    }

    Random random() {
        return random;
    }

    /** Runs a program on a thread of its own. */
    <T> CompletableFuture<T> run(Function<ExecutionEnvironment, T> program) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(
                () -> {
                    PlanExecutors.setContext(this);
                    return program.apply(environment());
                },
                task -> new Thread(task, "program").start());
        result.whenComplete((done, failure) -> {
            if (failure != null) {
                job.completeExceptionally(failure);
            }
        });
        return result;
    }

    private static ExecutionEnvironment environment() {
        ExecutionEnvironment environment = ExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(PARALLELISM);
        return environment.configure(new Configuration()
                .set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)
                .set(BatchAdaptiveOptions.VOLUME, MemorySize.parse("100 kb")) // for there is little data
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 100)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
    }

    JobDetails details() {
        return job.join().details().join();
    }

    /** Waits until the job is as it should be, and returns how it is then. */
    JobDetails await(String what, Predicate<JobDetails> condition) {
        return await(what, this::details, condition.or(details -> details.summary()
                .status()
                .isTerminal()));
    }

    private <T> T await(String what, Supplier<T> look, Predicate<T> condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        T last = look.get();
        while (!condition.test(last)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Not within " + BOUND + " (seed " + seed + "): " + what + "; " + last);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            last = look.get();
        }
        return last;
    }

    /** Kills one TaskManager or the other, after or before a new one takes its place. */
    void killOne() {
        int victim = alive.get(random.nextInt(alive.size()));
        if (random.nextBoolean()) {
            start();
            kill(victim);
        } else {
            kill(victim);
            start();
        }
    }

    /** Kills a TaskManager, and waits until it is known to be gone. */
    void kill(int number) {
        cluster.stopTaskManager(number);
        alive.remove((Integer) number);
        awaitSlots();
    }

    /** Starts a TaskManager; returns its number. */
    int start() {
        int number = cluster.startTaskManager().join();
        alive.add(number);
        return number;
    }

    private void awaitSlots() {
        await(
                "all TaskManagers are known",
                () -> cluster.dispatcher().clusterInfo().join().slots(),
                slots -> slots == alive.size() * SLOTS);
    }

    @Override
    public JobClient submit(Plan plan) {
        JobClient client =
                WeirClient.of(cluster.dispatcher(), new Configuration()).submit(JobGraphs.translate(plan), List.of());
        job.complete((ClusterJobClient) client);
        return client;
    }

    @Override
    public String explain(Plan plan) {
        return JobGraphs.explain(plan);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
