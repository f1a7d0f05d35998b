package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichSinkFunction;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.protocol.JobDetails;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * TaskManagers of a job with keyed state and timers are killed at random; in the end every key has seen each of its
 * numbers once. The seed is printed, and is taken from {@code weir.chaos.seed} if that is set.
 */
@Timeout(240)
class ChaosTest {
    private static final int KEYS = 1_000;
    private static final int NUMBERS_PER_KEY = 200;
    private static final int KILLS = 4;

    @TempDir
    Path temporary;

    /** Lets numbers pass at a pace at which a job takes seconds. */
    private static long slowly(long number) {
        if (number % 20 == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return number;
    }

    /** Counts for each key how often it has seen each of its numbers; tells at the end of event time. */
    private static final class Seen extends KeyedProcessFunction<Long, Long, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<byte[]> counts;

        @Override
        public void open(OpenContext context) {
            counts = getRuntimeContext().getState(new ValueStateDescriptor<>("counts", byte[].class));
        }

        @Override
        public void processElement(Long number, Context context, Collector<String> out) throws Exception {
            byte[] known = counts.value();
            byte[] next = known == null ? new byte[NUMBERS_PER_KEY] : known.clone();
            next[(int) (number / KEYS)]++;
            counts.update(next);
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            int once = 0;
            for (byte count : counts.value()) {
                once += count == 1 ? 1 : 0;
            }
            out.collect(context.getCurrentKey() + " has seen " + once + " numbers once");
        }
    }

    /** Writes lines to a file of each attempt. */
    private static final class Lines extends RichSinkFunction<String> {
        private static final long serialVersionUID = 1L;

        private final String directory;
        private transient PrintWriter file;

        Lines(Path directory) {
            this.directory = directory.toString();
        }

        @Override
        public void open(OpenContext context) throws IOException {
            String name = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() + "-"
                    + getRuntimeContext().getTaskInfo().getAttemptNumber();
            file = new PrintWriter(Files.newBufferedWriter(Path.of(directory, name), StandardCharsets.UTF_8));
        }

        @Override
        public void invoke(String value, Context context) {
            file.println(value);
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    private JobClient submit(ProcessCluster cluster, Path output) throws IOException {
        StreamExecutionEnvironment env = cluster.env(4);
        env.configure(new Configuration()
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(200))
                .set(
                        CheckpointingOptions.DIRECTORY,
                        temporary.resolve("checkpoints").toString())
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(10)));
        env.fromSequence(0, (long) KEYS * NUMBERS_PER_KEY - 1)
                .map(ChaosTest::slowly)
                .keyBy(number -> number % KEYS)
                .process(new Seen())
                .addSink(new Lines(output));
        return env.executeAsync("chaos");
    }

    @Test
    void killedTaskManagersLoseAndDoubleNothing() throws Exception {
        long seed = Long.getLong("weir.chaos.seed", System.nanoTime());
        System.out.println("The seed of the chaos is " + seed + ".");
        Random random = new Random(seed);
        Path output = Files.createDirectory(temporary.resolve("output"));
        JobDetails end;
        try (ProcessCluster cluster = new ProcessCluster(temporary)) {
            cluster.jobManager();
            List<JavaProcess> taskManagers =
                    new ArrayList<>(List.of(cluster.taskManager("tm-0"), cluster.taskManager("tm-1")));
            for (JavaProcess process : taskManagers) {
                process.await("TaskManager tm-");
            }
            JobClient job = submit(cluster, output);
            try (WeirClient client = WeirClient.connect(cluster.client())) {
                for (int kill = 1; kill <= KILLS && awaitProgress(client, job); kill++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
                    taskManagers.remove(random.nextInt(2)).kill();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
                    taskManagers.add(cluster.taskManager("tm-" + (kill + 1)));
                }
                job.getJobExecutionResult().join();
                end = client.details(job.getJobID());
            }
        }
        assertThat(end.summary().restarts())
                .as("restarts with the seed %s", seed)
                .isPositive();
        assertThat(end.vertices().get(0).io().recordsOut())
                .as("records of the last attempt with the seed %s", seed)
                .isLessThan((long) KEYS * NUMBERS_PER_KEY);
        assertThat(lines(output)).as("with the seed %s", seed).isEqualTo(expected());
    }

    /** Waits until all tasks run and have taken a checkpoint; returns false if the job has ended before. */
    private boolean awaitProgress(WeirClient client, JobClient job) throws IOException {
        Set<String> before = checkpoints();
        Eventually.until("all tasks run and have taken a checkpoint, or have ended", () -> {
            JobDetails details = client.details(job.getJobID());
            return details.summary().status().isTerminal()
                    || details.summary().status() == JobStatus.RUNNING
                            && details.summary().tasks().deploying() == 0
                            && !before.containsAll(checkpoints());
        });
        return !client.details(job.getJobID()).summary().status().isTerminal();
    }

    /** The complete checkpoints that are there. */
    private Set<String> checkpoints() throws IOException {
        Path directory = temporary.resolve("checkpoints");
        if (!Files.exists(directory)) {
            return Set.of();
        }
        Set<String> complete = new TreeSet<>();
        try (Stream<Path> jobs = Files.list(directory)) {
            for (Path job : jobs.toList()) {
                try (Stream<Path> checkpoints = Files.list(job)) {
                    checkpoints
                            .filter(checkpoint -> Files.exists(checkpoint.resolve("_metadata")))
                            .forEach(checkpoint -> complete.add(checkpoint.toString()));
                }
            }
        }
        return complete;
    }

    /** All that was written; the last lines may come twice, for a kill may come after them. */
    private static Set<String> lines(Path output) throws IOException {
        Set<String> lines = new TreeSet<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static Set<String> expected() {
        Set<String> lines = new TreeSet<>();
        for (long key = 0; key < KEYS; key++) {
            lines.add(key + " has seen " + NUMBERS_PER_KEY + " numbers once");
        }
        return lines;
    }
}
