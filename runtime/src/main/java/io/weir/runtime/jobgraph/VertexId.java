package io.weir.runtime.jobgraph;

/**
 * Names a vertex of a job graph: the same program gives the same ids each time.
 *
 * @param value hexadecimal digits
 */
public record VertexId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
