package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.configuration.BatchShuffleMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.connector.file.BasePathBucketAssigner;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.MapFunction;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.VertexDetails;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TaskManagers are killed while a batch job runs in stages: what was lost is made once more, and nothing else. */
@Timeout(180)
class BatchFailoverTest {
    private static final long NUMBERS = 200_000;
    private static final int KEYS = 5_000;
    private static final int GROUPS = 47;

    private static final TypeHint<Tuple2<Long, Long>> PAIRS = new TypeHint<>() {};

    @TempDir
    Path temporary;

    /** Waits with its first record until there is a file. */
    private record Held(String file) implements MapFunction<Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> map(Tuple2<Long, Long> value) throws InterruptedException {
            while (!Files.exists(Path.of(file))) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("canceled");
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            return value;
        }
    }

    private String held(int stage) {
        return temporary.resolve("go-" + stage).toString();
    }

    private void letGo(int stage) throws IOException {
        Files.createFile(Path.of(held(stage)));
    }

    private JobClient submit(ProcessCluster cluster) throws IOException {
        StreamExecutionEnvironment env = cluster.env(4).setRuntimeMode(RuntimeExecutionMode.BATCH);
        env.configure(new Configuration()
                .set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING)
                .set(BatchAdaptiveOptions.ENABLED, false) // for there is little data
                .set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY)
                .set(RestartOptions.FIXED_DELAY_ATTEMPTS, 1_000)
                .set(RestartOptions.FIXED_DELAY, Duration.ofMillis(100)));
        env.fromSequence(0, NUMBERS - 1)
                .map(value -> Tuple2.of(value % KEYS, value))
                .returns(PAIRS)
                .keyBy(pair -> pair.f0)
                .reduce(BatchFailoverTest::sum)
                .map(new Held(held(2)))
                .map(pair -> Tuple2.of(pair.f0 % GROUPS, pair.f1))
                .returns(PAIRS)
                .keyBy(pair -> pair.f0)
                .reduce(BatchFailoverTest::sum)
                .map(new Held(held(3)))
                .map(pair -> pair.f1)
                .returns(Long.class)
                .sinkTo(FileSink.forRowFormat(output().toString(), new SimpleStringEncoder<Long>())
                        .withBucketAssigner(new BasePathBucketAssigner<>())
                        .build());
        return env.executeAsync("sums of sums");
    }

    private Path output() {
        return temporary.resolve("output");
    }

    private static Tuple2<Long, Long> sum(Tuple2<Long, Long> one, Tuple2<Long, Long> other) {
        return Tuple2.of(one.f0, one.f1 + other.f1);
    }

    private static List<Long> expected() {
        long[] groups = new long[GROUPS];
        for (long value = 0; value < NUMBERS; value++) {
            groups[(int) (value % KEYS % GROUPS)] += value;
        }
        return LongStream.of(groups).boxed().sorted().toList();
    }

    private List<Long> published() throws IOException {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(output())) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).forEach(line -> found.add(Long.valueOf(line)));
            }
        }
        found.sort(null);
        return found;
    }

    private static VertexDetails vertex(WeirClient client, JobClient job, int number) {
        return client.details(job.getJobID()).vertices().get(number);
    }

    private static void awaitStage(WeirClient client, JobClient job, int stage) {
        Eventually.until(
                "stage " + stage + " runs",
                () -> vertex(client, job, stage - 1).tasks().running() == 4);
    }

    @Test
    void whatIsLostIsMadeOnceMore() throws Exception {
        try (ProcessCluster cluster = new ProcessCluster(temporary)) {
            cluster.jobManager();
            List<JavaProcess> taskManagers = List.of(cluster.taskManager("tm-0"), cluster.taskManager("tm-1"));
            for (JavaProcess process : taskManagers) {
                process.await("TaskManager tm-");
            }
            JobClient job = submit(cluster);
            try (WeirClient client = WeirClient.connect(cluster.client())) {
                awaitStage(client, job, 2);
                taskManagers.get(0).kill();
                JavaProcess third = cluster.taskManager("tm-2");
                Eventually.until(
                        "the first stage was repeated",
                        () -> vertex(client, job, 0).repeated() == 2);
                awaitStage(client, job, 2);
                letGo(2);
                awaitStage(client, job, 3);
                // Nothing runs but the last stage: what it has read, or will read, is lost in part with another one.
                third.kill();
                cluster.taskManager("tm-3");
                Eventually.until(
                        "the last stage was repeated",
                        () -> vertex(client, job, 2).repeated() > 0);
                letGo(3);
                job.getJobExecutionResult().join();
                JobDetails end = client.details(job.getJobID());
                assertThat(end.summary().restarts()).isGreaterThanOrEqualTo(2);
                assertThat(end.vertices().get(0).repeated())
                        .as("two sources, and later those of them that ran on the third process, if any")
                        .isBetween(2, 4);
            }
        }
        assertThat(published()).isEqualTo(expected());
    }
}
