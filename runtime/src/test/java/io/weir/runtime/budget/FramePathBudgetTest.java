package io.weir.runtime.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.TaskManagerOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.runtime.minicluster.ClusterExecutor;
import io.weir.runtime.minicluster.MiniCluster;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How much of our own code a frame passes from its writer to its reader in another TaskManager: the budget of the design
 * as decision 9 counts it.
 */
@Timeout(120)
class FramePathBudgetTest {
    /** Source files of the network that are entered for each frame, whatever is entered for each record. */
    private static final int FILES = 18;

    /** How often one thread waits for another differs from run to run: what is not entered per frame in each run does not count. */
    private static final int RUNS = 3;

    private static final long RECORDS = 1_000_000;
    private static final long FRAMES = RECORDS
            * Long.BYTES
            / new Configuration().get(TaskManagerOptions.FRAME_SIZE).bytes();

    @Test
    void aFramePassesFewFiles() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 2, 1))) {
            ClusterExecutor.on(cluster, () -> {
                run();
                try (CallCounter counter = new CallCounter()) {
                    Set<String> files = filesOfARun(counter);
                    for (int repeated = 1; repeated < RUNS; repeated++) {
                        files.retainAll(filesOfARun(counter));
                    }
                    assertThat(files)
                            .as("source files per frame: %s", files)
                            .hasSizeGreaterThan(5)
                            .hasSizeLessThanOrEqualTo(FILES);
                }
            });
        }
    }

    private static Set<String> filesOfARun(CallCounter counter) throws Exception {
        Map<String, Long> before = counter.calls();
        run();
        Set<String> files = new TreeSet<>();
        counter.calls().forEach((method, now) -> {
            long calls = now - before.getOrDefault(method, 0L);
            // Some steps take several frames at once.
            boolean perFrame = calls >= FRAMES / 2 && calls < RECORDS / 10;
            if (perFrame && method.startsWith("io.weir.runtime.network.")) {
                files.add(CallCounter.fileOf(method));
            }
        });
        return files;
    }

    /** Producer and consumer share no slot, hence no TaskManager. */
    private static void run() throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
        environment
                .fromSequence(1, RECORDS)
                .slotSharingGroup("producer")
                .rebalance()
                .map(value -> value + 1)
                .slotSharingGroup("consumer")
                .addSink((value, context) -> {});
        environment.execute("budget");
    }
}
