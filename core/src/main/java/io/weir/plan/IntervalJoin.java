package io.weir.plan;

import io.weir.functions.Function;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessJoinFunction;
import io.weir.types.TypeInformation;
import java.io.Serializable;
import java.util.Optional;

/**
 * Joins two keyed streams by event time: a left record meets the right ones of its key whose timestamps are between its own
 * plus the lower and its own plus the upper bound, both included.
 *
 * @param lowerMillis the lower bound in milliseconds
 * @param upperMillis the upper bound in milliseconds
 * @param left the left records
 * @param right the right records
 * @param function takes the pairs
 * @param <L> the type of the left records
 * @param <R> the type of the right records
 * @param <O> the type of the output
 */
public record IntervalJoin<L, R, O>(
        long lowerMillis, long upperMillis, Side<L> left, Side<R> right, ProcessJoinFunction<L, R, O> function)
        implements Function {
    private static final long serialVersionUID = 1L;

    /**
     * One of the two streams.
     *
     * @param type the type of its records
     * @param lateTag where records go that come behind the watermark, or null to drop them
     * @param <T> the type of its records
     */
    public record Side<T>(TypeInformation<T> type, OutputTag<T> lateTag) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Returns where records go that come behind the watermark; empty if they are dropped. */
        public Optional<OutputTag<T>> late() {
            return Optional.ofNullable(lateTag);
        }
    }
}
