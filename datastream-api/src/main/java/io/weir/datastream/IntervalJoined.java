package io.weir.datastream;

import io.weir.functions.OutputTag;
import io.weir.functions.ProcessJoinFunction;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;

/**
 * Two keyed streams whose records meet when their keys are equal and their timestamps near each other. The thread that
 * builds the program owns it.
 *
 * @param <L> the type of the left records
 * @param <R> the type of the right records
 * @param <K> the type of the key
 */
public final class IntervalJoined<L, R, K> {
    private final KeyedStream<L, K> left;
    private final KeyedStream<R, K> right;
    private final long lowerMillis;
    private final long upperMillis;
    private boolean lowerExcluded;
    private boolean upperExcluded;
    private OutputTag<L> lateLeft;
    private OutputTag<R> lateRight;

    private IntervalJoined(KeyedStream<L, K> left, KeyedStream<R, K> right, Duration lower, Duration upper) {
        this.left = left;
        this.right = right;
        this.lowerMillis = lower.toMillis();
        this.upperMillis = upper.toMillis();
        if (lowerMillis > upperMillis) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The lower bound of an interval join, " + lowerMillis + " ms, is above the upper bound, "
                            + upperMillis + " ms.");
        }
    }

    /**
     * Two keyed streams that are to be joined.
     *
     * @param <L> the type of the left records
     * @param <R> the type of the right records
     * @param <K> the type of the key
     */
    public static final class IntervalJoin<L, R, K> {
        private final KeyedStream<L, K> left;
        private final KeyedStream<R, K> right;

        IntervalJoin(KeyedStream<L, K> left, KeyedStream<R, K> right) {
            this.left = left;
            this.right = right;
        }

        /**
         * Says which right records a left one meets: those from its own timestamp plus the lower to its own timestamp plus
         * the upper bound, both included.
         *
         * @param lower the lower bound, negative perhaps
         * @param upper the upper bound, negative perhaps
         * @return the join
         */
        public IntervalJoined<L, R, K> between(Duration lower, Duration upper) {
            return new IntervalJoined<>(left, right, lower, upper);
        }
    }

    /** Leaves out records that are just at the lower bound. */
    public IntervalJoined<L, R, K> lowerBoundExclusive() {
        lowerExcluded = true;
        return this;
    }

    /** Leaves out records that are just at the upper bound. */
    public IntervalJoined<L, R, K> upperBoundExclusive() {
        upperExcluded = true;
        return this;
    }

    /**
     * Sends left records that come behind the watermark to a side output, instead of dropping them.
     *
     * @param tag the side output
     * @return this
     */
    public IntervalJoined<L, R, K> sideOutputLeftLateData(OutputTag<L> tag) {
        lateLeft = tag;
        return this;
    }

    /**
     * Sends right records that come behind the watermark to a side output, instead of dropping them.
     *
     * @param tag the side output
     * @return this
     */
    public IntervalJoined<L, R, K> sideOutputRightLateData(OutputTag<R> tag) {
        lateRight = tag;
        return this;
    }

    /**
     * Gives the pairs to a function.
     *
     * @param function the function
     * @param <O> the type of the results
     * @return the results
     */
    public <O> SingleOutputStreamOperator<O> process(ProcessJoinFunction<L, R, O> function) {
        return process(
                function,
                TypeExtractor.resultType(function, ProcessJoinFunction.class, 2, left.getType(), right.getType()));
    }

    /**
     * Gives the pairs to a function.
     *
     * @param function the function
     * @param type the type of the results
     * @param <O> the type of the results
     * @return the results
     */
    public <O> SingleOutputStreamOperator<O> process(ProcessJoinFunction<L, R, O> function, TypeInformation<O> type) {
        return new ConnectedStreams<>(left, right)
                .join(
                        new io.weir.plan.IntervalJoin<>(
                                lowerExcluded ? lowerMillis + 1 : lowerMillis,
                                upperExcluded ? upperMillis - 1 : upperMillis,
                                new io.weir.plan.IntervalJoin.Side<>(left.getType(), lateLeft),
                                new io.weir.plan.IntervalJoin.Side<>(right.getType(), lateRight),
                                function),
                        type);
    }
}
