package io.weir.runtime.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.HeartbeatOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.SourceFunction;
import io.weir.runtime.minicluster.ClusterExecutor;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How much of our own code a job passes from {@code execute} to the first record in its sink, when all tasks are there:
 * the budget of the design as decision 9 counts it.
 */
@Timeout(120)
class SubmissionBudgetTest {
    /** All of our source files that are entered: values, types, options, calls, and the building of the task too. */
    private static final int FILES = 190;

    /** Those of them that do something for the job before its task runs: what one reads to follow a submission. */
    private static final int STATIONS = 43;

    private static final Set<String> WAY =
            Set.of("client", "graph", "dispatcher", "jobmanager", "resourcemanager", "taskmanager", "blob");

    /** Set by the test, completed by the sink, which shares the process with the test. */
    private static final AtomicReference<CompletableFuture<Void>> FIRST_RECORD = new AtomicReference<>();

    /** Set and completed by the test: the job goes on to its end, which is no part of the submission. */
    private static final AtomicReference<CompletableFuture<Void>> COUNTED = new AtomicReference<>();

    /** Emits one record and does not end before the test has counted. */
    private static final class Probe implements SourceFunction<Long> {
        @Override
        public void run(SourceContext<Long> context) {
            context.collect(1L);
            COUNTED.get().join();
        }

        @Override
        public void cancel() {
            // It ends by itself.
        }
    }

    @Test
    void aSubmissionPassesFewFiles() throws Exception {
        // Signs of life are no part of a submission.
        Configuration configuration = new Configuration()
                .set(HeartbeatOptions.INTERVAL, Duration.ofMinutes(1))
                .set(HeartbeatOptions.TIMEOUT, Duration.ofMinutes(5));
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 1, 1))) {
            ClusterExecutor.on(cluster, () -> {
                submit(() -> {});
                try (CallCounter counter = new CallCounter()) {
                    StreamExecutionEnvironment program = program();
                    Map<String, Long> before = counter.calls();
                    submit(program, () -> check(filesSince(before, counter.calls())));
                }
            });
        }
    }

    private static void submit(Runnable atFirstRecord) {
        submit(program(), atFirstRecord);
    }

    private static StreamExecutionEnvironment program() {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
        environment
                .addSource(new Probe())
                .map(value -> Tuple2.of(value % 1_000, value))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .keyBy(value -> value.f0)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1))
                .addSink((value, context) -> FIRST_RECORD.get().complete(null));
        return environment;
    }

    private static void submit(StreamExecutionEnvironment program, Runnable atFirstRecord) {
        FIRST_RECORD.set(new CompletableFuture<>());
        COUNTED.set(new CompletableFuture<>());
        JobClient client = program.executeAsync("budget");
        try {
            FIRST_RECORD.get().join();
            atFirstRecord.run();
        } finally {
            COUNTED.get().complete(null);
        }
        client.getJobExecutionResult().join();
    }

    private static Set<String> filesSince(Map<String, Long> before, Map<String, Long> now) {
        Set<String> files = new TreeSet<>();
        now.forEach((method, calls) -> {
            if (calls > before.getOrDefault(method, 0L)) {
                files.add(CallCounter.fileOf(method));
            }
        });
        files.removeIf(file -> file.contains(".minicluster."));
        return files;
    }

    private static void check(Set<String> files) {
        Set<String> stations = new TreeSet<>(files);
        stations.removeIf(file -> !isStation(file));
        assertThat(stations)
                .as("files that act for a submission: %s", stations)
                .hasSizeGreaterThan(15)
                .hasSizeLessThanOrEqualTo(STATIONS);
        assertThat(files).as("files that a submission enters: %s", files).hasSizeLessThanOrEqualTo(FILES);
    }

    /** Values, which only carry what others do, are no stations. */
    private static boolean isStation(String file) {
        try {
            Class<?> type = Class.forName(file);
            String part = type.getPackageName().replace("io.weir.runtime.", "");
            return WAY.contains(part) && !type.isRecord() && !type.isEnum() && !type.isInterface();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
