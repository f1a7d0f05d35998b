package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.datastream.StreamExecutionEnvironment;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MiniClusterTest {
    private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();

    @Test
    void runsAJob() throws Exception {
        SEEN.clear();
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 2))) {
            ClusterExecutor.on(cluster, () -> {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
                env.setParallelism(2);
                env.fromSequence(1, 100)
                        .map(i -> i * 2)
                        .keyBy(i -> i % 3)
                        .reduce((a, b) -> a + b)
                        .addSink((value, context) -> SEEN.add(value));
                env.execute("sum");
            });
        }
        assertThat(SEEN).hasSize(100);
        assertThat(List.copyOf(SEEN)).contains(3366L);
    }
}
