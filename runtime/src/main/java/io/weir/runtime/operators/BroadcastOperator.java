package io.weir.runtime.operators;

import io.weir.functions.BroadcastProcessFunction;
import io.weir.functions.OutputTag;
import io.weir.plan.BroadcastConnection;
import io.weir.state.BroadcastState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReadOnlyBroadcastState;
import java.util.Optional;

/**
 * Gives the records of a stream and those of a broadcast one to a function. The task's thread owns it.
 *
 * @param <A> the type of the stream
 * @param <B> the type of the broadcast stream
 * @param <O> the type of the output
 */
public final class BroadcastOperator<A, B, O>
        extends CoFunctionOperator<BroadcastProcessFunction<A, B, O>, Void, A, B, O> {
    private final BroadcastStates broadcast;
    private final ReadOnly recordContext = new ReadOnly();
    private final Writing broadcastContext = new Writing();
    private long watermark = Long.MIN_VALUE;

    @SuppressWarnings("unchecked") // the API gives the function the streams of its types
    private BroadcastOperator(OperatorContext context, Spec<A, B, O> spec, Output<O> output) {
        super(context, (BroadcastProcessFunction<A, B, O>) spec.connection().function(), Optional.empty(), output);
        this.broadcast = new BroadcastStates(context, spec.connection().states());
    }

    @Override
    void callFirst(A value) throws Exception {
        function.processElement(value, recordContext, collector);
    }

    @Override
    void callSecond(B value) throws Exception {
        function.processBroadcastElement(value, broadcastContext, collector);
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        watermark = timestamp;
        super.watermark(timestamp);
    }

    private Long timestamp() {
        return collector.timestamp == NO_TIMESTAMP ? null : collector.timestamp;
    }

    private <X> void emit(OutputTag<X> tag, X value) {
        UserCode.emit(context.sideOutput(tag), value, collector.timestamp);
    }

    /** What the function is told beside a record of the stream; one object serves all. */
    private final class ReadOnly extends BroadcastProcessFunction<A, B, O>.ReadOnlyContext {
        ReadOnly() {
            function.super();
        }

        @Override
        public Long timestamp() {
            return BroadcastOperator.this.timestamp();
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            emit(tag, value);
        }

        @Override
        public long currentProcessingTime() {
            return context.processingTime().now();
        }

        @Override
        public long currentWatermark() {
            return watermark;
        }

        @Override
        public <K, V> ReadOnlyBroadcastState<K, V> getBroadcastState(MapStateDescriptor<K, V> descriptor) {
            return broadcast.get(descriptor);
        }
    }

    /** What the function is told beside a broadcast record; one object serves all. */
    private final class Writing extends BroadcastProcessFunction<A, B, O>.Context {
        Writing() {
            function.super();
        }

        @Override
        public Long timestamp() {
            return BroadcastOperator.this.timestamp();
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            emit(tag, value);
        }

        @Override
        public long currentProcessingTime() {
            return context.processingTime().now();
        }

        @Override
        public long currentWatermark() {
            return watermark;
        }

        @Override
        public <K, V> BroadcastState<K, V> getBroadcastState(MapStateDescriptor<K, V> descriptor) {
            return broadcast.get(descriptor);
        }
    }

    /**
     * How it is made.
     *
     * @param connection the user's function and its broadcast state
     * @param <A> the type of the stream
     * @param <B> the type of the broadcast stream
     * @param <O> the type of the output
     */
    public record Spec<A, B, O>(BroadcastConnection connection) implements OperatorSpec<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new BroadcastOperator<>(context, this, output);
        }
    }
}
