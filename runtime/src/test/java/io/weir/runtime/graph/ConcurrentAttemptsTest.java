package io.weir.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.RuntimeExecutionMode;
import io.weir.functions.SinkFunction;
import io.weir.functions.SupportsConcurrentExecutionAttempts;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrentAttemptsTest {
    private static List<String> concurrent(SinkFunction<Long> sink, RuntimeExecutionMode mode) {
        JobGraph graph = JobGraphs.translate(PlanCapture.of(env -> env.setRuntimeMode(mode)
                .fromSequence(1, 9)
                .rebalance()
                .map(value -> value + 1)
                .rebalance()
                .filter(value -> value > 2)
                .addSink(sink)
                .name("Last")));
        return graph.vertices().stream()
                .filter(vertex -> graph.concurrent().contains(vertex.id()))
                .map(JobVertex::name)
                .toList();
    }

    /** It does not matter to it how often it gets what. */
    private static final class Careless implements SinkFunction<Long>, SupportsConcurrentExecutionAttempts {
        private static final long serialVersionUID = 1L;

        @Override
        public void invoke(Long value, Context context) {}
    }

    @Test
    void whatASinkGetsCannotBeTakenBack() {
        assertThat(concurrent((value, context) -> {}, RuntimeExecutionMode.BATCH))
                .containsExactly("Source: Sequence", "Map");
    }

    @Test
    void aSinkCanSayThatItDoesNotMatter() {
        assertThat(concurrent(new Careless(), RuntimeExecutionMode.BATCH))
                .hasSize(3)
                .last()
                .asString()
                .contains("Filter", "Last");
    }

    @Test
    void streamsHaveOneAttempt() {
        assertThat(concurrent(new Careless(), RuntimeExecutionMode.STREAMING)).isEmpty();
    }
}
