package io.weir.runtime.graph;

import io.weir.configuration.BatchAdaptiveOptions;
import io.weir.plan.JoinHint;
import io.weir.plan.JoinTransformation;
import io.weir.plan.JoinType;
import io.weir.plan.Partitioning;
import io.weir.runtime.batch.GroupCombineOperator;
import io.weir.runtime.batch.GroupsInOrderOperator;
import io.weir.runtime.batch.HashCombineOperator;
import io.weir.runtime.batch.HashJoinOperator;
import io.weir.runtime.batch.SortMergeJoinOperator;
import io.weir.runtime.jobgraph.AdaptableInputs;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.ExchangeKind;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.CollectSinkOperator;
import io.weir.runtime.operators.FilterOperator;
import io.weir.runtime.operators.FlatMapOperator;
import io.weir.runtime.operators.MapOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.SinkFunctionOperator;
import io.weir.runtime.operators.SinkOperator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds what can be changed of how the vertices of a batch job take their inputs, once their real sizes are known: which input a
 * join hashes, and of which inputs several instances can share what was meant for one. The thread that translates owns it; it
 * serves one job.
 */
final class InputAdaptations {
    /** What treats each record for itself: it does the same wherever records are. Combiners do as well as they can. */
    private static final Set<Class<?>> BY_RECORD = Set.of(
            MapOperator.Spec.class,
            FlatMapOperator.Spec.class,
            FilterOperator.Spec.class,
            HashCombineOperator.Spec.class,
            GroupCombineOperator.Spec.class,
            SinkOperator.Spec.class,
            SinkFunctionOperator.Spec.class,
            CollectSinkOperator.Spec.class);

    private final PlannedJob job;
    private final Set<VertexId> adaptable;

    private InputAdaptations(PlannedJob job, List<VertexId> adaptable) {
        this.job = job;
        this.adaptable = Set.copyOf(adaptable);
    }

    /**
     * Finds them.
     *
     * @param job a batch job
     * @param adaptable the vertices that may have other numbers of instances
     */
    static List<AdaptableInputs> of(PlannedJob job, List<VertexId> adaptable) {
        InputAdaptations adaptations = new InputAdaptations(job, adaptable);
        return job.vertices().stream()
                .map(adaptations::of)
                .filter(inputs -> inputs.hashed() != AdaptableInputs.NONE
                        || !inputs.divisible().isEmpty())
                .toList();
    }

    private AdaptableInputs of(PlannedJob.Vertex vertex) {
        List<Integer> ordinals =
                vertex.spec().inputs().stream().map(ChainSpec.Input::ordinal).toList();
        return new AdaptableInputs(vertex.id(), ordinals, hashed(vertex), divisible(vertex));
    }

    private int hashed(PlannedJob.Vertex vertex) {
        boolean wanted = job.graph().configuration().get(BatchAdaptiveOptions.JOINS);
        boolean waits = into(vertex).stream().allMatch(edge -> edge.kind() != ExchangeKind.PIPELINED);
        if (wanted
                && waits
                && vertex.spec().loop() == null
                && head(vertex) instanceof HashJoinOperator.Spec<?, ?, ?, ?> spec
                && vertex.chain().head().operation() instanceof JoinTransformation<?, ?, ?, ?> join
                && join.hint() == JoinHint.OPTIMIZER_CHOOSES) {
            return spec.hashesFirst() ? 0 : 1;
        }
        return AdaptableInputs.NONE;
    }

    private List<Integer> divisible(PlannedJob.Vertex vertex) {
        boolean wanted = job.graph().configuration().get(BatchAdaptiveOptions.SKEW);
        if (!wanted
                || !adaptable.contains(vertex.id())
                || staysInPlace(vertex)
                || !vertex.spec().nodes().stream()
                        .skip(1)
                        .map(ChainSpec.Node::spec)
                        .allMatch(byRecord())) {
            return List.of();
        }
        if (isDistributed(vertex, Partitioning.Rebalance.class, Partitioning.Shuffle.class)) {
            return byRecord().test(head(vertex)) ? List.of(0) : List.of();
        }
        return isDistributed(vertex, Partitioning.Hash.class) ? divisibleOfJoin(head(vertex)) : List.of();
    }

    /** What is kept without a match must not look for one in several places. */
    private static List<Integer> divisibleOfJoin(OperatorSpec<?, ?> head) {
        JoinType type;
        if (head instanceof HashJoinOperator.Spec<?, ?, ?, ?> hash) {
            type = hash.joinType();
        } else if (head instanceof SortMergeJoinOperator.Spec<?, ?, ?, ?> sorting) {
            type = sorting.joinType();
        } else {
            return List.of();
        }
        return IntStream.range(0, 2)
                .filter(input -> input == 0 ? !type.keepsSecond() : !type.keepsFirst())
                .boxed()
                .toList();
    }

    private static Predicate<OperatorSpec<?, ?>> byRecord() {
        return spec -> BY_RECORD.contains(spec.getClass())
                || spec instanceof GroupsInOrderOperator.Spec<?, ?, ?> groups && groups.combines();
    }

    private static OperatorSpec<?, ?> head(PlannedJob.Vertex vertex) {
        return vertex.spec().nodes().get(0).spec();
    }

    private List<JobEdge> into(PlannedJob.Vertex vertex) {
        return job.edges().stream()
                .filter(edge -> edge.target().equals(vertex.id()))
                .toList();
    }

    private boolean staysInPlace(PlannedJob.Vertex vertex) {
        return job.edges().stream()
                .filter(edge ->
                        edge.target().equals(vertex.id()) || edge.source().equals(vertex.id()))
                .anyMatch(edge -> edge.distribution() == Distribution.FORWARD);
    }

    private boolean isDistributed(PlannedJob.Vertex vertex, Class<?>... ways) {
        Set<Class<?>> allowed = Set.of(ways);
        Set<Class<?>> found =
                into(vertex).stream().map(edge -> partitioning(edge).getClass()).collect(Collectors.toSet());
        return allowed.containsAll(found);
    }

    private Partitioning<?> partitioning(JobEdge edge) {
        return job.vertices().stream()
                .filter(vertex -> vertex.id().equals(edge.source()))
                .findFirst()
                .orElseThrow()
                .spec()
                .outputs()
                .get(edge.sourceOutput())
                .partitioning();
    }
}
