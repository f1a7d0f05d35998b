package io.weir.runtime.graph;

import io.weir.configuration.RuntimeExecutionMode;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.operators.ChainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A job just before it is turned into bytes: what {@code explain} shows and what the job graph is written from. A value.
 *
 * @param graph the operators
 * @param mode how they run
 * @param vertices the vertices, each after those it takes input from
 * @param edges the exchanges between them
 */
record PlannedJob(StreamGraph graph, RuntimeExecutionMode mode, List<Vertex> vertices, List<JobEdge> edges) {
    PlannedJob {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
    }

    /** Returns the vertices of each iteration. */
    List<List<VertexId>> together() {
        Map<String, List<VertexId>> byLoop = new TreeMap<>();
        for (Vertex vertex : vertices) {
            if (vertex.spec().loop() != null) {
                byLoop.computeIfAbsent(vertex.spec().loop().id(), none -> new ArrayList<>())
                        .add(vertex.id());
            }
        }
        return List.copyOf(byLoop.values());
    }

    /**
     * One vertex.
     *
     * @param id its id
     * @param chain its operators
     * @param spec the same for the task
     */
    record Vertex(VertexId id, Chain chain, ChainSpec spec) {}
}
