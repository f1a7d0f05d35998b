package io.weir.dataset;

import io.weir.functions.ReduceFunction;
import io.weir.types.FieldAccessor;

/** How the values of a field become one. */
public enum Aggregations {
    /** Their sum. */
    SUM,
    /** The smallest. */
    MIN,
    /** The greatest. */
    MAX;

    <T> ReduceFunction<T> of(FieldAccessor<T, ?> field) {
        return switch (this) {
            case SUM -> io.weir.functions.aggregation.Aggregations.sum(field);
            case MIN -> io.weir.functions.aggregation.Aggregations.min(field);
            case MAX -> io.weir.functions.aggregation.Aggregations.max(field);
        };
    }
}
