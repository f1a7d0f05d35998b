package io.weir.runtime.state;

import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.StateDescriptor;

/** What is kept under a name, as captures tell it. */
public enum StateKind {
    /** One value. */
    VALUE,
    /** A list. */
    LIST,
    /** A map. */
    MAP,
    /** A value that others are combined into. */
    REDUCING,
    /** An accumulator. */
    AGGREGATING,
    /** A {@link KeyedPart}. */
    PART;

    /** Returns the kind that a descriptor describes. */
    static StateKind of(StateDescriptor<?, ?> descriptor) {
        if (descriptor instanceof ListStateDescriptor<?>) {
            return LIST;
        }
        if (descriptor instanceof MapStateDescriptor<?, ?>) {
            return MAP;
        }
        if (descriptor instanceof ReducingStateDescriptor<?>) {
            return REDUCING;
        }
        return descriptor instanceof AggregatingStateDescriptor<?, ?, ?> ? AGGREGATING : VALUE;
    }
}
