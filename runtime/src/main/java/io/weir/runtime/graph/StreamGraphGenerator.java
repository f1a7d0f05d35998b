package io.weir.runtime.graph;

import io.weir.configuration.ExecutionOptions;
import io.weir.functions.OutputTag;
import io.weir.plan.ChainingStrategy;
import io.weir.plan.IterationHeadTransformation;
import io.weir.plan.IterationTransformation;
import io.weir.plan.OperatorSettings;
import io.weir.plan.PartitionTransformation;
import io.weir.plan.Partitioning;
import io.weir.plan.Plan;
import io.weir.plan.SideOutputTransformation;
import io.weir.plan.SolutionSetTransformation;
import io.weir.plan.Transformation;
import io.weir.plan.UnionTransformation;
import io.weir.runtime.iteration.BulkHeadOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns a plan into a {@link StreamGraph}: one node per operator; what runs nothing by itself (partitioning, union)
 * becomes a property of edges. The thread that translates owns it; it serves one plan.
 */
final class StreamGraphGenerator {
    /** The slot sharing group of operators that name none and whose inputs disagree. */
    static final String DEFAULT_GROUP = "default";

    private final Plan plan;
    private final StateIds stateIds = new StateIds();

    /** The tags of side outputs that somebody takes, by node and name. */
    private final Map<Integer, Map<String, OutputTag<?>>> tags = new HashMap<>();

    private final Map<Integer, List<Upstream>> outputs = new HashMap<>();
    private final Map<Integer, StreamNode> nodes = new TreeMap<>();
    private final List<StreamEdge> edges = new ArrayList<>();

    /** The nodes that iterations begin with, by iteration. */
    private final Map<Integer, Integer> heads = new HashMap<>();

    private StreamGraphGenerator(Plan plan) {
        this.plan = plan;
    }

    static StreamGraph generate(Plan plan) {
        return new StreamGraphGenerator(plan).generate();
    }

    private StreamGraph generate() {
        if (plan.sinks().isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The program has no sink, so there is nothing to run: end it with sinkTo, addSink, print or"
                            + " writeAsText.");
        }
        // Programs number operations in the order they are made, so inputs come before what takes them.
        for (Transformation<?> operation : reachable()) {
            outputs.put(operation.settings().id(), translate(operation));
        }
        StreamGraph graph = new StreamGraph(plan.name(), List.copyOf(nodes.values()), edges, plan.configuration());
        return addBroadcastSets() ? BroadcastSets.ordered(graph, edges) : graph;
    }

    /** Adds the edges of broadcast sets, which may be made after what takes them; returns whether there are any. */
    private boolean addBroadcastSets() {
        int before = edges.size();
        for (StreamNode node : nodes.values()) {
            int input = StreamEdge.FIRST_BROADCAST;
            for (Transformation<?> data : node.settings().broadcastInputs().values()) {
                for (Upstream upstream : outputs.get(data.settings().id())) {
                    edges.add(new StreamEdge(
                            upstream.node().id(),
                            upstream.sideOutput(),
                            node.id(),
                            input,
                            bufferTimeoutMillis(upstream.node()),
                            Optional.of(new Partitioning.Broadcast<>())));
                }
                input++;
            }
        }
        return edges.size() > before;
    }

    private Collection<Transformation<?>> reachable() {
        Map<Integer, Transformation<?>> found = new TreeMap<>();
        Deque<Transformation<?>> open = new ArrayDeque<>(plan.sinks());
        while (!open.isEmpty()) {
            Transformation<?> operation = open.pop();
            if (found.put(operation.settings().id(), operation) == null) {
                open.addAll(operation.inputs());
                open.addAll(operation.settings().broadcastInputs().values());
            }
        }
        return found.values();
    }

    private List<Upstream> translate(Transformation<?> operation) {
        List<Upstream> inputs = new ArrayList<>();
        for (int i = 0; i < operation.inputs().size(); i++) {
            for (Upstream upstream :
                    outputs.get(operation.inputs().get(i).settings().id())) {
                inputs.add(upstream.asInput(taken(operation, i)));
            }
        }
        if (operation instanceof UnionTransformation) {
            return inputs;
        }
        if (operation instanceof PartitionTransformation<?> partition) {
            return inputs.stream()
                    .map(input -> input.with(partition.partitioning()))
                    .toList();
        }
        if (operation instanceof SideOutputTransformation<?> side) {
            inputs.forEach(input -> checkTag(input.node(), side.tag()));
            return inputs.stream().map(input -> input.sideOutput(side.tag())).toList();
        }
        if (operation instanceof SolutionSetTransformation<?>) {
            return List.of(); // its records stay where they are
        }
        if (operation instanceof IterationTransformation<?> iteration) {
            OutputTag<?> result =
                    BulkHeadOperator.resultTag(iteration.settings().outputType());
            return List.of(headOf(iteration.head()).sideOutput(result));
        }
        return List.of(addNode(operation, inputs));
    }

    /** A program without iterations has nothing that is special to them. */
    private OperatorSpec<?, ?> specOf(Transformation<?> operation) {
        boolean iterates = !heads.isEmpty() || operation instanceof IterationHeadTransformation<?, ?>;
        Optional<OperatorSpec<?, ?>> special = iterates ? LoopSpecs.of(operation) : Optional.empty();
        return special.orElseGet(() -> OperatorSpecs.specOf(operation));
    }

    private Upstream headOf(IterationHeadTransformation<?, ?> head) {
        return outputs.get(head.settings().id()).get(0);
    }

    /** Says where an operator runs. What shares memory with the head of an iteration runs in the same slots. */
    private StreamNode.Placement placementOf(Transformation<?> operation, List<Upstream> inputs) {
        OperatorSettings<?> settings = operation.settings();
        ChainingStrategy chaining = startsTask(operation, inputs) ? ChainingStrategy.HEAD : settings.chaining();
        Optional<Integer> loop = heads.isEmpty() ? Optional.empty() : LoopSpecs.placedWithHead(operation);
        if (loop.isPresent()) {
            StreamNode.Placement head = nodes.get(heads.get(loop.get())).placement();
            return new StreamNode.Placement(
                    head.parallelism(), head.maxParallelism(), head.slotSharingGroup(), chaining);
        }
        return new StreamNode.Placement(
                settings.parallelism(), settings.maxParallelism(), groupOf(settings, inputs), chaining);
    }

    /** Returns which input of its operator an input of an operation is: the only one beside a solution set. */
    private int taken(Transformation<?> operation, int input) {
        return heads.isEmpty() || LoopSpecs.solutionOf(operation).isEmpty() ? input : 0;
    }

    /** Two tags with one name are one output, so that they must not differ in type. */
    private void checkTag(StreamNode node, OutputTag<?> tag) {
        OutputTag<?> known =
                tags.computeIfAbsent(node.id(), none -> new HashMap<>()).putIfAbsent(tag.getId(), tag);
        if (known != null && !known.getTypeInfo().equals(tag.getTypeInfo())) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The operator '" + node.name() + "' has two side outputs named '" + tag.getId() + "', one of "
                            + known.getTypeInfo() + " and one of " + tag.getTypeInfo()
                            + ": give one of the tags another name.");
        }
    }

    private Upstream addNode(Transformation<?> operation, List<Upstream> inputs) {
        OperatorSettings<?> settings = operation.settings();
        String name = OperatorSpecs.nameOf(operation);
        StreamNode node = new StreamNode(
                settings.id(),
                name,
                stateIds.idOf(settings.uid(), nodes.size(), operation.getClass().getSimpleName(), name),
                operation,
                specOf(operation),
                placementOf(operation, inputs));
        nodes.put(node.id(), node);
        if (operation instanceof IterationHeadTransformation<?, ?> head) {
            heads.put(head.iteration().id(), node.id());
        }
        for (Upstream input : inputs) {
            edges.add(new StreamEdge(
                    input.node().id(),
                    input.sideOutput(),
                    node.id(),
                    input.input(),
                    bufferTimeoutMillis(input.node()),
                    input.partitioning()));
        }
        return new Upstream(node, Optional.empty(), Optional.empty(), 0);
    }

    private long bufferTimeoutMillis(StreamNode source) {
        Duration own = source.settings().bufferTimeout();
        return (own == null ? plan.configuration().get(ExecutionOptions.BUFFER_TIMEOUT) : own).toMillis();
    }

    /** The operator's own group, else that of its inputs if they agree. */
    private static String groupOf(OperatorSettings<?> settings, List<Upstream> inputs) {
        if (settings.slotSharingGroup() != null) {
            return settings.slotSharingGroup();
        }
        Set<String> groups = new LinkedHashSet<>();
        inputs.forEach(input -> groups.add(input.node().placement().slotSharingGroup()));
        return groups.size() == 1 ? groups.iterator().next() : DEFAULT_GROUP;
    }

    /** A source never follows anything, nor does an iteration; saying so spares the chaining rules a special case. */
    private static boolean startsTask(Transformation<?> operation, List<Upstream> inputs) {
        return (inputs.isEmpty() || operation instanceof IterationHeadTransformation<?, ?>)
                && operation.settings().chaining() == ChainingStrategy.ALWAYS;
    }

    /** Where records come from, how the program wants them distributed if it said so, and which input they feed. */
    private record Upstream(
            StreamNode node, Optional<OutputTag<?>> sideOutput, Optional<Partitioning<?>> partitioning, int input) {
        Upstream with(Partitioning<?> distribution) {
            return new Upstream(node, sideOutput, Optional.of(distribution), input);
        }

        Upstream sideOutput(OutputTag<?> tag) {
            return new Upstream(node, Optional.of(tag), Optional.empty(), input);
        }

        Upstream asInput(int ordinal) {
            return new Upstream(node, sideOutput, partitioning, ordinal);
        }
    }
}
