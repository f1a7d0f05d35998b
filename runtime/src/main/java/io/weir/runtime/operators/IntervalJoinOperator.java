package io.weir.runtime.operators;

import io.weir.functions.OutputTag;
import io.weir.functions.ProcessJoinFunction;
import io.weir.plan.CoKeying;
import io.weir.plan.IntervalJoin;
import io.weir.runtime.timers.EventTimes;
import io.weir.runtime.timers.Timers;
import io.weir.serialization.TypeSerializer;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.time.TimeDomain;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins the records of two inputs whose keys are equal and whose timestamps are near each other. A record is kept, by its
 * timestamp, until the watermark says that no partner of it can come any more. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <L> the type of the left records
 * @param <R> the type of the right records
 * @param <O> the type of the output
 */
public final class IntervalJoinOperator<K, L, R, O>
        extends CoFunctionOperator<ProcessJoinFunction<L, R, O>, K, L, R, O> {
    private final IntervalJoin<L, R, O> join;
    private final Pair pair = new Pair();

    /** A timer's namespace is the side whose records it drops: true for the left one. */
    private final Timers<K, Boolean> timers;

    private final MapState<Long, List<L>> left;
    private final MapState<Long, List<R>> right;
    private final TypeSerializer<L> leftSerializer;
    private final TypeSerializer<R> rightSerializer;

    private IntervalJoinOperator(OperatorContext context, Spec<K, L, R, O> spec, Output<O> output) {
        super(context, spec.join().function(), Optional.of(spec.keying()), output);
        this.join = spec.join();
        this.timers = Timers.of(state, Types.BOOLEAN, context.processingTime(), this::drop);
        this.left = state.states()
                .getMapState(new MapStateDescriptor<>(
                        "weir.left", Types.LONG, Types.LIST(join.left().type())));
        this.right = state.states()
                .getMapState(new MapStateDescriptor<>(
                        "weir.right", Types.LONG, Types.LIST(join.right().type())));
        this.leftSerializer = join.left().type().createSerializer();
        this.rightSerializer = join.right().type().createSerializer();
    }

    @Override
    void callFirst(L value) throws Exception {
        long timestamp = requireTimestamp(value);
        if (isLate(join.left(), value, timestamp)) {
            return;
        }
        keep(left, value, timestamp);
        timers.register(TimeDomain.EVENT_TIME, true, EventTimes.plus(timestamp, keptMillis(true)));
        for (Map.Entry<Long, List<R>> partners : right.entries()) {
            long difference = partners.getKey() - timestamp;
            if (difference >= join.lowerMillis() && difference <= join.upperMillis()) {
                for (R partner : partners.getValue()) {
                    emit(value, timestamp, partner, partners.getKey());
                }
            }
        }
    }

    @Override
    void callSecond(R value) throws Exception {
        long timestamp = requireTimestamp(value);
        if (isLate(join.right(), value, timestamp)) {
            return;
        }
        keep(right, value, timestamp);
        timers.register(TimeDomain.EVENT_TIME, false, EventTimes.plus(timestamp, keptMillis(false)));
        for (Map.Entry<Long, List<L>> partners : left.entries()) {
            long difference = timestamp - partners.getKey();
            if (difference >= join.lowerMillis() && difference <= join.upperMillis()) {
                for (L partner : partners.getValue()) {
                    emit(partner, partners.getKey(), value, timestamp);
                }
            }
        }
    }

    private long requireTimestamp(Object value) {
        if (collector.timestamp == NO_TIMESTAMP) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "Operator '" + context.operatorName() + "' joins by event time, but the record " + value
                            + " has no timestamp: call assignTimestampsAndWatermarks() before.");
        }
        return collector.timestamp;
    }

    private <T> boolean isLate(IntervalJoin.Side<T> side, T value, long timestamp) {
        if (timestamp >= timers.currentWatermark()) {
            return false;
        }
        side.late().ifPresent(tag -> UserCode.emit(context.sideOutput(tag), value, timestamp));
        return true;
    }

    private static <T> void keep(MapState<Long, List<T>> state, T value, long timestamp) {
        List<T> kept = state.get(timestamp);
        List<T> list = kept == null ? new ArrayList<>(1) : kept;
        list.add(value);
        state.put(timestamp, list);
    }

    /** Gives a pair to the function, as copies: both records are kept for other pairs. */
    private void emit(L leftValue, long leftTimestamp, R rightValue, long rightTimestamp) throws Exception {
        pair.leftTimestamp = leftTimestamp;
        pair.rightTimestamp = rightTimestamp;
        long recordTimestamp = collector.timestamp;
        collector.timestamp = Math.max(leftTimestamp, rightTimestamp);
        function.processElement(leftSerializer.copy(leftValue), rightSerializer.copy(rightValue), pair, collector);
        collector.timestamp = recordTimestamp;
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        timers.advance(timestamp);
        super.watermark(timestamp);
    }

    /** Drops the records whose last possible partners have passed. */
    private void drop(TimeDomain domain, Boolean ofLeft, long time) {
        if (ofLeft) {
            left.remove(time - keptMillis(true));
        } else {
            right.remove(time - keptMillis(false));
        }
    }

    /** How long event time goes on until nothing that comes can be a partner; what has the watermark's time may still come. */
    private long keptMillis(boolean ofLeft) {
        return 1 + Math.max(0, ofLeft ? join.upperMillis() : -join.lowerMillis());
    }

    @Override
    public void close() throws Exception {
        timers.close();
        super.close();
    }

    /** What the function is told beside a pair; one object serves all pairs. */
    private final class Pair extends ProcessJoinFunction<L, R, O>.Context {
        private long leftTimestamp;
        private long rightTimestamp;

        Pair() {
            function.super();
        }

        @Override
        public long getLeftTimestamp() {
            return leftTimestamp;
        }

        @Override
        public long getRightTimestamp() {
            return rightTimestamp;
        }

        @Override
        public long getTimestamp() {
            return Math.max(leftTimestamp, rightTimestamp);
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            UserCode.emit(context.sideOutput(tag), value, collector.timestamp);
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found
     * @param join the bounds and the function
     * @param <K> the type of the keys
     * @param <L> the type of the left records
     * @param <R> the type of the right records
     * @param <O> the type of the output
     */
    public record Spec<K, L, R, O>(CoKeying<K, L, R> keying, IntervalJoin<L, R, O> join) implements OperatorSpec<L, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<L, O> create(OperatorContext context, Output<O> output) {
            return new IntervalJoinOperator<>(context, this, output);
        }
    }
}
