package io.weir.runtime.graph;

import io.weir.configuration.Configuration;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.configuration.SecurityOptions;
import io.weir.connector.Sink;
import io.weir.execution.JobId;
import io.weir.functions.OutputTag;
import io.weir.plan.Partitioning;
import io.weir.plan.SinkTransformation;
import io.weir.plan.SourceTransformation;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.operators.ChainSpec;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns an optimized {@link StreamGraph} into a {@link JobGraph}: chains become vertices, the edges between them
 * exchanges. The thread that translates owns it; it serves one graph.
 */
final class JobGraphBuilder {
    private final StreamGraph graph;
    private final List<Chain> chains;
    private final Map<Integer, StreamNode> nodes;
    private final Map<Integer, List<StreamEdge>> inputs;
    private final Map<Integer, List<StreamEdge>> outputs;
    private final Map<Integer, VertexId> verticesByNode = new HashMap<>();
    private final List<JobEdge> jobEdges = new ArrayList<>();
    private final RecordErrorPolicies recordErrors;

    private JobGraphBuilder(StreamGraph graph) {
        this.graph = graph;
        this.chains = OperatorChaining.chain(graph);
        this.nodes = graph.nodesById();
        this.inputs = graph.edgesByTarget();
        this.outputs = graph.edgesBySource();
        this.recordErrors = new RecordErrorPolicies(graph.configuration());
    }

    /**
     * Plans the vertices and exchanges of a job.
     *
     * @param graph an optimized graph
     * @return the plan
     */
    static PlannedJob plan(StreamGraph graph) {
        return new JobGraphBuilder(graph).plan();
    }

    private PlannedJob plan() {
        for (Chain chain : chains) {
            VertexId id = new VertexId(chain.head().stateId());
            chain.nodes().forEach(node -> verticesByNode.put(node.id(), id));
        }
        List<PlannedJob.Vertex> vertices = chains.stream()
                .map(chain ->
                        new PlannedJob.Vertex(verticesByNode.get(chain.head().id()), chain, specOf(chain)))
                .toList();
        return new PlannedJob(
                graph, BatchStrategies.modeOf(graph), vertices, BatchStrategies.exchanges(graph, jobEdges));
    }

    private ChainSpec specOf(Chain chain) {
        List<ChainSpec.Exchange> exchanges = new ArrayList<>();
        List<ChainSpec.Node> specs = new ArrayList<>();
        for (StreamNode node : chain.nodes()) {
            Map<Optional<OutputTag<?>>, List<StreamEdge>> byTag = outputs.getOrDefault(node.id(), List.of()).stream()
                    .collect(Collectors.groupingBy(StreamEdge::sideOutput, LinkedHashMap::new, Collectors.toList()));
            List<StreamEdge> main = byTag.getOrDefault(Optional.empty(), List.of());
            TypeInformation<?> type = node.settings().outputType();
            List<Integer> chained = chained(chain, main);
            List<Integer> leaving = leaving(chain, main, type, exchanges);
            List<ChainSpec.SideOutput> sides = new ArrayList<>();
            byTag.forEach((tag, edges) -> tag.ifPresent(side -> sides.add(new ChainSpec.SideOutput(
                    side.getId(),
                    side.getTypeInfo(),
                    chained(chain, edges),
                    leaving(chain, edges, side.getTypeInfo(), exchanges)))));
            specs.add(new ChainSpec.Node(
                    node.name(), node.stateId(), recordErrors.specOf(node), type, chained, leaving, sides));
        }
        return new ChainSpec(specs, inputs(chain.head()), exchanges);
    }

    private static List<Integer> chained(Chain chain, List<StreamEdge> edges) {
        Map<Integer, Integer> numbers = chain.numbers();
        return edges.stream()
                .filter(chain.edges()::contains)
                .map(edge -> numbers.get(edge.target()))
                .toList();
    }

    private List<Integer> leaving(
            Chain chain, List<StreamEdge> edges, TypeInformation<?> type, List<ChainSpec.Exchange> exchanges) {
        List<Integer> leaving = new ArrayList<>();
        for (StreamEdge edge : edges) {
            if (!chain.edges().contains(edge)) {
                leaving.add(exchanges.size());
                jobEdges.add(jobEdge(edge, exchanges.size()));
                exchanges.add(exchange(edge, type));
            }
        }
        return leaving;
    }

    private ChainSpec.Exchange exchange(StreamEdge edge, TypeInformation<?> type) {
        return new ChainSpec.Exchange(
                edge.partitioning().orElseThrow(),
                type,
                nodes.get(edge.target()).maxParallelism(),
                edge.bufferTimeoutMillis());
    }

    private JobEdge jobEdge(StreamEdge edge, int output) {
        Partitioning<?> partitioning = edge.partitioning().orElseThrow();
        return new JobEdge(
                verticesByNode.get(edge.source()),
                output,
                verticesByNode.get(edge.target()),
                indexOfSame(inputs.get(edge.target()), edge),
                distributionOf(partitioning),
                partitioning.label());
    }

    /** By identity: a union of a stream with itself has two equal edges. */
    private static int indexOfSame(List<StreamEdge> edges, StreamEdge edge) {
        for (int i = 0; i < edges.size(); i++) {
            if (isSame(edges.get(i), edge)) {
                return i;
            }
        }
        throw new IllegalStateException("Not an input of its target: " + edge);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(StreamEdge one, StreamEdge other) {
        return one == other;
    }

    private static Distribution distributionOf(Partitioning<?> partitioning) {
        if (partitioning instanceof Partitioning.Forward) {
            return Distribution.FORWARD;
        }
        return partitioning instanceof Partitioning.Rescale ? Distribution.RESCALE : Distribution.ALL_TO_ALL;
    }

    private List<ChainSpec.Input> inputs(StreamNode head) {
        List<ChainSpec.Input> result = new ArrayList<>();
        for (StreamEdge edge : inputs.getOrDefault(head.id(), List.of())) {
            TypeInformation<?> type = edge.sideOutput().isPresent()
                    ? edge.sideOutput().get().getTypeInfo()
                    : nodes.get(edge.source()).settings().outputType();
            result.add(new ChainSpec.Input(type, edge.input()));
        }
        return result;
    }

    /**
     * Writes the objects of a job's program as bytes.
     *
     * @param job the job
     * @return the graph that a cluster takes, with a new job id
     */
    static JobGraph write(PlannedJob job) {
        StreamGraph graph = job.graph();
        boolean mixed = BatchStrategies.isMixed(graph);
        List<JobVertex> vertices =
                job.vertices().stream().map(vertex -> vertex(vertex, mixed)).toList();
        // What proves that a client belongs to the cluster is never sent: whoever listens would belong to it too.
        Configuration configuration = new Configuration(graph.configuration())
                .remove(SecurityOptions.CLUSTER_SECRET)
                .remove(SecurityOptions.CLUSTER_SECRET_FILE);
        boolean batch = job.mode() == RuntimeExecutionMode.BATCH;
        List<VertexId> adaptable = batch ? AdaptableVertices.of(job) : List.of();
        return new JobGraph(
                JobId.random(),
                graph.name(),
                vertices,
                job.edges(),
                configuration,
                Repetition.isHarmless(graph),
                job.together(),
                adaptable,
                batch ? InputAdaptations.of(job, adaptable) : List.of(),
                batch ? ConcurrentAttempts.of(job) : List.of(),
                graph.results());
    }

    private static JobVertex vertex(PlannedJob.Vertex vertex, boolean mixed) {
        Chain chain = vertex.chain();
        StreamNode head = chain.head();
        return new JobVertex(
                vertex.id(),
                chain.name(),
                head.parallelism(),
                head.maxParallelism(),
                head.placement().slotSharingGroup(),
                ObjectCodec.serialize(vertex.spec()),
                head.operation() instanceof SourceTransformation<?> source
                        ? ObjectCodec.serialize(source.source())
                        : new byte[0],
                chain.nodes().stream()
                        .flatMap(node -> sink(node).flatMap(Sink::outputCommitter).stream())
                        .map(ObjectCodec::serialize)
                        .toList(),
                chain.nodes().stream()
                        .flatMap(node -> sink(node).flatMap(Sink::outputCleaner).stream())
                        .map(ObjectCodec::serialize)
                        .toList(),
                chain.nodes().stream()
                        .map(node -> new JobVertex.OperatorId(node.stateId(), node.name(), uidOf(node)))
                        .toList(),
                !(mixed && head.isBatch()));
    }

    private static String uidOf(StreamNode node) {
        String uid = node.settings().uid();
        return uid != null && node.stateId().equals(StateIds.ofUid(uid))
                ? uid
                : ""; // a combiner has another's settings
    }

    private static Optional<Sink<?>> sink(StreamNode node) {
        return node.operation() instanceof SinkTransformation<?> sink ? Optional.of(sink.sink()) : Optional.empty();
    }
}
