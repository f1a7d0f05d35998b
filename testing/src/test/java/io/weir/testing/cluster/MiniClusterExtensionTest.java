package io.weir.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.SourceFunction;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MiniClusterExtensionTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = MiniClusterExtension.of(2, 2);

    private static MiniCluster first;

    @Test
    @Order(1)
    void programsRunOnTheCluster(MiniCluster cluster) {
        first = cluster;
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        assertThat(environment.getParallelism()).isEqualTo(4);
        List<Long> results = new ArrayList<>();
        try (CloseableIterator<Long> records = environment
                .fromSequence(1, 100)
                .keyBy(value -> value % 7)
                .map(value -> value * 2)
                .executeAndCollect()) {
            records.forEachRemaining(results::add);
        }
        assertThat(results.stream().mapToLong(Long::longValue).sum()).isEqualTo(10_100);
        assertThat(cluster.dispatcher().clusterInfo().join()).isNotNull();
        assertThat(CLUSTER.cluster()).isSameAs(cluster);
    }

    @Test
    @Order(2)
    void aJobMayBeLeftBehind() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.addSource(new Endless()).print();
        JobClient job = environment.executeAsync();
        assertThat(job.getJobID()).isNotNull();
    }

    @Test
    @Order(3)
    void theNextTestHasAllSlotsOfTheSameCluster(MiniCluster cluster) {
        assertThat(cluster).isSameAs(first);
        List<Long> results = new ArrayList<>();
        try (CloseableIterator<Long> records = StreamExecutionEnvironment.getExecutionEnvironment()
                .fromSequence(1, 8)
                .executeAndCollect()) {
            records.forEachRemaining(results::add);
        }
        assertThat(results).hasSize(8);
    }

    @Test
    @Order(4)
    void aProgramThatNeedsMoreSlotsIsRefused() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(5);
        environment.fromSequence(1, 8).print();
        assertThatThrownBy(environment::execute)
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("needs 5 slots, but the test's cluster has 4");
    }

    /** Runs until it is canceled. */
    private static final class Endless implements SourceFunction<Long> {
        private static final long serialVersionUID = 1L;

        /** Written by whoever cancels, read by the source's thread. */
        private volatile boolean canceled;

        @Override
        public void run(SourceContext<Long> context) {
            while (!canceled) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void cancel() {
            canceled = true;
        }
    }
}
