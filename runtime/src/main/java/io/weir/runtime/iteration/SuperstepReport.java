package io.weir.runtime.iteration;

import java.io.Serializable;
import java.util.Map;

/**
 * What a task tells the iteration's heads at the end of a superstep.
 *
 * @param continuing how many records there were because of which the iteration goes on
 * @param aggregates what its functions have aggregated
 */
public record SuperstepReport(long continuing, Map<String, Serializable> aggregates) implements Serializable {
    private static final long serialVersionUID = 1L;
}
