package io.weir.runtime.jobgraph;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A job as the cluster takes it: vertices in topological order and the exchanges between them.
 *
 * @param jobId the job
 * @param name the name people see
 * @param vertices the vertices, each after those it takes input from
 * @param edges the exchanges
 * @param configuration the options of the job
 * @param repeatable whether the job can begin from its beginning again without anybody getting a record twice: its sources
 *     are bounded, and its sinks publish when the job has finished
 * @param together vertices all of whose instances can only run together, because they wait for each other in iterations
 * @param adaptable vertices that may have fewer instances than planned, if the job runs in stages and there is little to read
 * @param inputs what may be changed of how vertices take their inputs, if the job runs in stages
 * @param concurrent vertices of whose instances two attempts may run at the same time, if these read and write exchanges that
 *     wait on disk
 * @param results what its client asks for by these names: records that the job collects for it
 */
public record JobGraph(
        JobId jobId,
        String name,
        List<JobVertex> vertices,
        List<JobEdge> edges,
        Configuration configuration,
        boolean repeatable,
        List<List<VertexId>> together,
        List<VertexId> adaptable,
        List<AdaptableInputs> inputs,
        List<VertexId> concurrent,
        List<String> results) {
    /** Takes copies of the lists. */
    public JobGraph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        together = List.copyOf(together);
        adaptable = List.copyOf(adaptable);
        inputs = List.copyOf(inputs);
        concurrent = List.copyOf(concurrent);
        results = List.copyOf(results);
    }

    /** Creates a job that runs as it is planned and collects nothing. */
    public JobGraph(
            JobId jobId,
            String name,
            List<JobVertex> vertices,
            List<JobEdge> edges,
            Configuration configuration,
            boolean repeatable,
            List<List<VertexId>> together) {
        this(
                jobId,
                name,
                vertices,
                edges,
                configuration,
                repeatable,
                together,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Creates a job whose instances depend on each other by exchanges only. */
    public JobGraph(
            JobId jobId,
            String name,
            List<JobVertex> vertices,
            List<JobEdge> edges,
            Configuration configuration,
            boolean repeatable) {
        this(jobId, name, vertices, edges, configuration, repeatable, List.of());
    }

    /** Returns whether some of its exchanges are read when they are complete. */
    public boolean runsInStages() {
        return edges.stream().anyMatch(JobEdge::isBlocking);
    }

    /** Returns whether it can run in stages although it is not to. */
    public boolean mayRunInStages() {
        return edges.stream().anyMatch(edge -> edge.kind() == ExchangeKind.EITHER);
    }

    /** Returns the exchanges that a vertex reads, in the order of its inputs. */
    public List<JobEdge> inputsOf(VertexId vertex) {
        return edges.stream()
                .filter(edge -> edge.target().equals(vertex))
                .sorted(Comparator.comparingInt(JobEdge::targetInput))
                .toList();
    }

    /** Returns the same job, in which all that may be is read when it is complete. */
    public JobGraph inStages() {
        List<JobEdge> waiting = edges.stream()
                .map(edge -> edge.kind() == ExchangeKind.EITHER ? edge.as(ExchangeKind.BLOCKING) : edge)
                .toList();
        return new JobGraph(
                jobId,
                name,
                vertices,
                waiting,
                configuration,
                repeatable,
                together,
                adaptable,
                inputs,
                concurrent,
                results);
    }

    /** Returns the same job with other options. */
    public JobGraph withConfiguration(Configuration other) {
        return new JobGraph(
                jobId, name, vertices, edges, other, repeatable, together, adaptable, inputs, concurrent, results);
    }

    /** Returns how many slots the job needs: the sum over the sharing groups of their highest parallelism. */
    public int requiredSlots() {
        return vertices.stream()
                .collect(Collectors.toMap(JobVertex::slotSharingGroup, JobVertex::parallelism, Math::max))
                .values()
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
