package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.RichMapFunction;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A checkpoint that takes too long says which task it waited for, not only on which TaskManager. */
@Timeout(120)
class LateTasksTest {
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    /** Its first instance does not come to the end of its capture. */
    private static final class Slow extends RichMapFunction<Long, Long> implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) {
            LockSupport.parkNanos(100_000);
            return value;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws InterruptedException {
            if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
                RELEASED.await();
            }
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // It keeps nothing.
        }
    }

    @Test
    void namesTheTaskThatIsLate() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env =
                        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2);
                env.getConfiguration()
                        .set(CheckpointingOptions.INTERVAL, Duration.ofMillis(100))
                        .set(CheckpointingOptions.TIMEOUT, Duration.ofSeconds(1))
                        .set(CheckpointingOptions.TOLERABLE_FAILURES, 1_000_000)
                        .set(CheckpointingOptions.UNALIGNED, false);
                env.fromSequence(0, Long.MAX_VALUE - 1)
                        .map(new Slow())
                        .name("slow")
                        .rebalance()
                        .addSink((value, context) -> {})
                        .name("sink");
                JobClient job = env.executeAsync("late");
                Eventually.until(
                        "a checkpoint says whom it waited for", () -> client.checkpoints(job.getJobID()).stream()
                                .map(CheckpointReport::failure)
                                .anyMatch(failure -> failure.contains(") captures its state")));
                CheckpointReport late = client.checkpoints(job.getJobID()).stream()
                        .filter(report -> report.failure().contains(") captures its state"))
                        .findFirst()
                        .orElseThrow();
                assertThat(late.failure())
                        .contains("slow (1/2) on ")
                        .contains("sink (1/2) on ")
                        .contains(") waits for barriers")
                        .doesNotContain("slow (2/2) on ")
                        .doesNotContain("nothing was heard of");
                RELEASED.countDown();
                job.cancel().join();
            });
        }
    }
}
