package io.weir.runtime.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.FailoverScope;
import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverStrategyTest {
    private static JobVertex vertex(String name, int parallelism, boolean enumerator) {
        return new JobVertex(
                new VertexId(name),
                name,
                parallelism,
                128,
                "default",
                new byte[0],
                new byte[enumerator ? 1 : 0],
                List.of(),
                List.of(),
                List.of(),
                true);
    }

    private static JobEdge edge(String source, String target, Distribution distribution) {
        return new JobEdge(new VertexId(source), 0, new VertexId(target), 0, distribution, "");
    }

    private static FailoverStrategy strategy(FailoverScope scope, List<JobVertex> vertices, JobEdge... edges) {
        return FailoverStrategy.of(
                scope, new JobGraph(JobId.random(), "test", vertices, List.of(edges), new Configuration(), false));
    }

    private static TaskInstance at(String vertex, int subtask) {
        return new TaskInstance(new VertexId(vertex), subtask);
    }

    @Test
    void instancesThatExchangeNothingAreRegionsOfTheirOwn() {
        List<JobVertex> vertices = List.of(vertex("a", 3, false), vertex("b", 3, false));
        FailoverStrategy strategy = strategy(FailoverScope.REGION, vertices, edge("a", "b", Distribution.FORWARD));
        assertThat(strategy.size()).isEqualTo(3);
        assertThat(strategy.affectedBy(List.of(at("b", 1)))).containsExactlyInAnyOrder(at("a", 1), at("b", 1));
        assertThat(strategy.affectedBy(List.of(at("b", 1), at("a", 0)))).hasSize(4);
        assertThat(strategy.affectedBy(List.of())).isEmpty();
    }

    @Test
    void whatWaitsForEachOtherInAnIterationStartsAgainTogether() {
        List<JobVertex> vertices = List.of(vertex("a", 3, false), vertex("b", 3, false), vertex("c", 2, false));
        FailoverStrategy strategy = FailoverStrategy.of(
                FailoverScope.REGION,
                new JobGraph(
                        JobId.random(),
                        "test",
                        vertices,
                        List.of(edge("a", "b", Distribution.FORWARD)),
                        new Configuration(),
                        false,
                        List.of(List.of(new VertexId("a"), new VertexId("b")))));
        assertThat(strategy.size()).isEqualTo(3);
        assertThat(strategy.affectedBy(List.of(at("b", 1)))).hasSize(6);
        assertThat(strategy.affectedBy(List.of(at("c", 1)))).containsExactly(at("c", 1));
    }

    @Test
    void anExchangeOfAllWithAllMakesOneRegion() {
        List<JobVertex> vertices = List.of(vertex("a", 3, false), vertex("b", 2, false), vertex("c", 2, false));
        FailoverStrategy strategy = strategy(
                FailoverScope.REGION,
                vertices,
                edge("a", "b", Distribution.ALL_TO_ALL),
                edge("b", "c", Distribution.FORWARD));
        assertThat(strategy.size()).isEqualTo(1);
        assertThat(strategy.affectedBy(List.of(at("c", 0)))).hasSize(7);
    }

    @Test
    void sharesAreRegions() {
        List<JobVertex> vertices = List.of(vertex("a", 4, false), vertex("b", 2, false));
        FailoverStrategy strategy = strategy(FailoverScope.REGION, vertices, edge("a", "b", Distribution.RESCALE));
        assertThat(strategy.size()).isEqualTo(2);
        assertThat(strategy.affectedBy(List.of(at("a", 1))))
                .containsExactlyInAnyOrder(at("a", 0), at("a", 1), at("b", 0));
    }

    @Test
    void readersOfOneEnumeratorStartAgainTogether() {
        List<JobVertex> vertices = List.of(vertex("a", 3, true), vertex("b", 3, false), vertex("c", 2, false));
        FailoverStrategy strategy = strategy(FailoverScope.REGION, vertices, edge("a", "b", Distribution.FORWARD));
        assertThat(strategy.affectedBy(List.of(at("b", 2)))).hasSize(6);
        assertThat(strategy.affectedBy(List.of(at("c", 1)))).containsExactly(at("c", 1));
    }

    @Test
    void fullMeansAll() {
        List<JobVertex> vertices = List.of(vertex("a", 3, false), vertex("b", 3, false));
        FailoverStrategy strategy = strategy(FailoverScope.FULL, vertices, edge("a", "b", Distribution.FORWARD));
        assertThat(strategy.size()).isEqualTo(1);
        assertThat(strategy.affectedBy(List.of(at("b", 2)))).hasSize(6);
    }
}
