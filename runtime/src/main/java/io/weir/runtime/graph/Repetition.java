package io.weir.runtime.graph;

import io.weir.connector.Boundedness;
import io.weir.plan.CollectTransformation;
import io.weir.plan.SinkFunctionTransformation;
import io.weir.plan.SinkTransformation;
import io.weir.plan.SourceFunctionTransformation;
import io.weir.plan.SourceTransformation;
import io.weir.plan.Transformation;

/** Tells what it would do to the output of a job if it began from its beginning again. Stateless. */
final class Repetition {
    private Repetition() {}

    /**
     * Returns whether nobody would get a record twice: sources are bounded and give the same again, and sinks publish
     * nothing before the end. What a client collects counts as published when the client has fetched it.
     */
    static boolean isHarmless(StreamGraph graph) {
        return graph.nodes().stream().map(StreamNode::operation).allMatch(Repetition::isHarmless);
    }

    private static boolean isHarmless(Transformation<?> operation) {
        if (operation instanceof SourceTransformation<?> source) {
            return source.source().getBoundedness() == Boundedness.BOUNDED;
        }
        if (operation instanceof SinkTransformation<?> sink) {
            return sink.sink().outputCommitter().isPresent();
        }
        return operation instanceof CollectTransformation<?>
                || !(operation instanceof SourceFunctionTransformation<?>
                        || operation instanceof SinkFunctionTransformation<?>);
    }
}
