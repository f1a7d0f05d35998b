package io.weir.runtime.jobmanager;

import io.weir.runtime.jobgraph.Connections;
import io.weir.runtime.protocol.PartShare;
import java.util.List;

/**
 * What one instance takes of what was distributed to its vertex.
 *
 * @param parts which parts
 * @param slice what it takes of some inputs, if others take the rest of the same part; null if it takes all there is
 */
record InstanceShare(PartShare parts, Slice slice) {
    /** Takes all there is of some parts. */
    InstanceShare(PartShare parts) {
        this(parts, null);
    }

    /**
     * What some producers have written.
     *
     * @param inputs the inputs of the vertex whose producers are meant; it takes all of the others
     * @param begin the first of the producers, which are counted through all these inputs
     * @param end the one after the last
     */
    record Slice(List<Integer> inputs, int begin, int end) {
        /**
         * Returns which producers of one of the inputs are meant.
         *
         * @param before how many producers the inputs before it have
         * @param producers how many it has
         */
        Connections.Range among(int before, int producers) {
            int first = Math.max(0, Math.min(producers, begin - before));
            return new Connections.Range(first, Math.max(first, Math.min(producers, end - before)));
        }
    }
}
