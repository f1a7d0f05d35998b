package io.weir.runtime.graph;

import io.weir.functions.SupportsConcurrentExecutionAttempts;
import io.weir.plan.CollectTransformation;
import io.weir.plan.SinkFunctionTransformation;
import io.weir.plan.SinkTransformation;
import io.weir.plan.Transformation;
import io.weir.runtime.jobgraph.VertexId;
import java.util.List;

/**
 * Finds the vertices of a batch job of which two attempts of an instance may run at the same time: nobody sees what they do
 * before they have finished. Stateless.
 */
final class ConcurrentAttempts {
    private ConcurrentAttempts() {}

    static List<VertexId> of(PlannedJob job) {
        return job.vertices().stream()
                .filter(vertex -> vertex.spec().loop() == null)
                .filter(vertex -> vertex.chain().nodes().stream()
                        .map(StreamNode::operation)
                        .allMatch(ConcurrentAttempts::isHidden))
                .map(PlannedJob.Vertex::id)
                .toList();
    }

    private static boolean isHidden(Transformation<?> operation) {
        if (operation instanceof SinkTransformation<?> sink) {
            return sink.sink() instanceof SupportsConcurrentExecutionAttempts
                    && sink.sink().outputCommitter().isEmpty();
        }
        if (operation instanceof SinkFunctionTransformation<?> sink) {
            return sink.function() instanceof SupportsConcurrentExecutionAttempts;
        }
        return !(operation instanceof CollectTransformation<?>);
    }
}
