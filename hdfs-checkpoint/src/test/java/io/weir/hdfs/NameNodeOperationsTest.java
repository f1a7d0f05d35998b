package io.weir.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.fs.FileSystems;
import io.weir.plan.Plan;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.metrics2.AbstractMetric;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.impl.MetricsCollectorImpl;
import org.apache.hadoop.metrics2.impl.MetricsRecordImpl;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real NameNode counts while a job of a hundred tasks takes checkpoints. */
@ExtendWith(MiniHadoopExtension.class)
@Timeout(180)
class NameNodeOperationsTest {
    private static final int PARALLELISM = 50;
    private static final int TASK_MANAGERS = 2;
    private static final int CHECKPOINTS = 5;
    private static final int BUDGET = 20;

    /** So much that each task's part goes to a file. */
    private static final long KEYS = 20_000;

    /** What DataNodes ask for, and what comes with time. */
    private static final Set<String> NOT_OF_CLIENTS = Set.of(
            "SendHeartbeat",
            "BlockReceivedAndDeleted",
            "BlockReport",
            "RegisterDatanode",
            "VersionRequest",
            "RenewLease");

    private static final String COUNT = "NumOps";

    @AfterEach
    void forgetTheDefaultScheme() {
        FileSystems.initialize(new Configuration());
    }

    /** Sends programs to a cluster in this process. */
    private record Executor(MiniCluster cluster) implements PlanExecutor {
        @Override
        public JobClient submit(Plan plan) {
            return client().submit(JobGraphs.translate(plan), List.of());
        }

        @Override
        public String explain(Plan plan) {
            return JobGraphs.explain(plan);
        }

        WeirClient client() {
            return WeirClient.of(cluster.dispatcher(), new Configuration());
        }
    }

    /** Returns how often clients have asked for what; the page of the NameNode is up to 10 s old. */
    private static Map<String, Long> operations(MiniHadoop hadoop) {
        String port = hadoop.fileSystemUri().substring(hadoop.fileSystemUri().lastIndexOf(':') + 1);
        MetricsSource source = DefaultMetricsSystem.instance().getSource("RpcDetailedActivityForPort" + port);
        MetricsCollectorImpl collector = new MetricsCollectorImpl();
        source.getMetrics(collector, true);
        Map<String, Long> operations = new TreeMap<>();
        for (MetricsRecordImpl metrics : collector.getRecords()) {
            for (AbstractMetric metric : metrics.metrics()) {
                String name = metric.name();
                String operation = name.endsWith(COUNT) ? name.substring(0, name.length() - COUNT.length()) : "";
                if (!operation.isEmpty() && !operation.startsWith("Overall") && !NOT_OF_CLIENTS.contains(operation)) {
                    operations.put(operation, metric.value().longValue());
                }
            }
        }
        return operations;
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static JobClient start(String directory) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(PARALLELISM);
        env.getConfiguration().set(CheckpointingOptions.DIRECTORY, directory);
        env.fromSequence(0, Long.MAX_VALUE)
                .map(value -> {
                    LockSupport.parkNanos(value > 2 * KEYS ? 1_000_000 : 0);
                    return String.valueOf(value % KEYS).repeat(20);
                })
                .keyBy(value -> value)
                .reduce((first, second) -> second)
                .addSink((value, context) -> {});
        return env.executeAsync("hundred tasks");
    }

    @Test
    void aCheckpointOfAHundredTasksAsksLittle(MiniHadoop hadoop) throws Exception {
        Configuration options = new Configuration()
                .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(300))
                .set(CheckpointingOptions.DIRECTORY, hadoop.fileSystemUri() + "/checkpoints");
        try (MiniCluster cluster =
                MiniCluster.start(new MiniCluster.Settings(options, TASK_MANAGERS, PARALLELISM / TASK_MANAGERS))) {
            Executor executor = new Executor(cluster);
            PlanExecutors.setContext(executor);
            JobClient job = start(hadoop.fileSystemUri() + "/checkpoints");
            WeirClient client = executor.client();
            await("the job runs", () -> client.details(job.getJobID()).summary().status() == JobStatus.RUNNING);
            await("large checkpoints", () -> newest(client, job) >= 3);
            Map<String, Long> before = operations(hadoop);
            long first = newest(client, job);
            await("more checkpoints", () -> newest(client, job) >= first + CHECKPOINTS);
            Map<String, Long> after = operations(hadoop);
            job.cancel().join();
            before.forEach((operation, count) -> after.merge(operation, -count, Long::sum));
            after.values().removeIf(count -> count == 0);
            long all = after.values().stream().mapToLong(count -> count).sum();
            // Each writes one file per TaskManager, and the metadata.
            double checkpoints = after.getOrDefault("Create", 0L) / (TASK_MANAGERS + 1.0);
            assertThat(checkpoints).as("checkpoints of %s", after).isGreaterThanOrEqualTo(CHECKPOINTS - 1);
            assertThat(all / checkpoints)
                    .as("operations per checkpoint, of %s: %s", checkpoints, after)
                    .isLessThanOrEqualTo(BUDGET);
        } finally {
            PlanExecutors.setContext(null);
        }
    }

    private static long newest(WeirClient client, JobClient job) {
        return client.checkpoints(job.getJobID()).stream()
                .filter(report -> report.status() == CheckpointReport.Status.COMPLETED)
                .mapToLong(CheckpointReport::id)
                .max()
                .orElse(0);
    }
}
