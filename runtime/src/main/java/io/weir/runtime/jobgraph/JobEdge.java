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
 */
public record JobEdge(
        VertexId source, int sourceOutput, VertexId target, int targetInput, Distribution distribution, String label) {}
