package io.weir.runtime.jobgraph;

/**
 * An exchange between two vertices.
 *
 * @param source the producing vertex
 * @param sourceOutput which of its outputs, from 0
 * @param target the consuming vertex
 * @param targetInput which of its inputs, from 0
 * @param distribution which instances are connected
 * @param label how plans show it, such as {@code HASH}
 * @param kind when its consumers read
 */
public record JobEdge(
        VertexId source,
        int sourceOutput,
        VertexId target,
        int targetInput,
        Distribution distribution,
        String label,
        ExchangeKind kind) {
    /** Creates an exchange that is read while it is written. */
    public JobEdge(
            VertexId source,
            int sourceOutput,
            VertexId target,
            int targetInput,
            Distribution distribution,
            String label) {
        this(source, sourceOutput, target, targetInput, distribution, label, ExchangeKind.PIPELINED);
    }

    /** Returns whether its consumers begin when its producers have ended. */
    public boolean isBlocking() {
        return kind == ExchangeKind.BLOCKING;
    }

    /** Returns the same exchange of another kind. */
    public JobEdge as(ExchangeKind other) {
        return new JobEdge(source, sourceOutput, target, targetInput, distribution, label, other);
    }
}
