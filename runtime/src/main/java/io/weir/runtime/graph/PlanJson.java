package io.weir.runtime.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.runtime.batch.HashJoinOperator;
import io.weir.runtime.batch.OrderUser;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.operators.ChainSpec;
import io.weir.types.TypeInformation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Describes a planned job as JSON, for {@code weir info} and {@code getExecutionPlan()}. Stateless. */
final class PlanJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private PlanJson() {}

    static String write(PlannedJob job) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("name", job.graph().name());
        root.put("mode", job.mode().name());
        ArrayNode nodes = root.putArray("nodes");
        SizeEstimates sizes = SizeEstimates.of(job.graph());
        job.vertices().forEach(vertex -> addVertex(nodes.addObject(), vertex, sizes));
        Map<String, PlannedJob.Vertex> vertices = job.vertices().stream()
                .collect(Collectors.toMap(vertex -> vertex.id().value(), Function.identity()));
        ArrayNode edges = root.putArray("edges");
        for (JobEdge edge : job.edges()) {
            ChainSpec source = vertices.get(edge.source().value()).spec();
            addEdge(edges.addObject(), edge, source.outputs().get(edge.sourceOutput()));
        }
        try {
            return MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    private static void addVertex(ObjectNode json, PlannedJob.Vertex vertex, SizeEstimates sizes) {
        Chain chain = vertex.chain();
        json.put("id", vertex.id().value());
        json.put("name", chain.name());
        json.put("parallelism", chain.head().parallelism());
        json.put("maxParallelism", chain.head().maxParallelism());
        json.put("slotSharingGroup", chain.head().placement().slotSharingGroup());
        ArrayNode operators = json.putArray("operators");
        List<StreamNode> nodes = chain.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            ObjectNode operator = operators.addObject();
            addOperator(operator, nodes.get(i), vertex.spec().nodes().get(i));
            addSize(operator, sizes.of(nodes.get(i).id()));
        }
    }

    private static void addOperator(ObjectNode json, StreamNode node, ChainSpec.Node spec) {
        json.put("name", node.name());
        json.put("id", node.stateId());
        if (node.settings().uid() != null) {
            json.put("uid", node.settings().uid());
        }
        if (node.settings().description() != null) {
            json.put("description", node.settings().description());
        }
        json.put("operator", operatorName(spec));
        if (spec.spec() instanceof HashJoinOperator.Spec<?, ?, ?, ?> join) {
            json.put("hashedInput", join.hashesFirst() ? 0 : 1);
            json.put("otherInput", join.probeWaits() ? "waits" : "is kept meanwhile");
        }
        if (spec.spec() instanceof OrderUser user && !user.inputsInOrder().isEmpty()) {
            ArrayNode inOrder = json.putArray("inputsInOrder");
            user.inputsInOrder().forEach(inOrder::add);
        }
        addType(json, spec.outputType());
        ArrayNode chained = json.putArray("chainedTo");
        spec.chained().forEach(chained::add);
    }

    private static void addSize(ObjectNode json, Optional<SizeEstimates.Size> known) {
        known.ifPresent(size -> {
            json.put("estimatedRecords", Math.round(size.records()));
            json.put("estimatedBytes", Math.round(size.bytes()));
        });
    }

    /** Operators have their specs as nested records: the outer class is what people know. */
    private static String operatorName(ChainSpec.Node spec) {
        Class<?> type = spec.spec().getClass();
        Class<?> outer = type.getEnclosingClass();
        return (outer == null ? type : outer).getSimpleName();
    }

    private static void addEdge(ObjectNode json, JobEdge edge, ChainSpec.Exchange exchange) {
        json.put("source", edge.source().value());
        json.put("target", edge.target().value());
        json.put("shipStrategy", edge.label());
        json.put("distribution", edge.distribution().name());
        json.put("exchange", edge.kind().name());
        addType(json, exchange.type());
    }

    private static void addType(ObjectNode json, TypeInformation<?> type) {
        json.put("type", type.toString());
        json.put("serializer", type.createSerializer().getClass().getName());
    }
}
