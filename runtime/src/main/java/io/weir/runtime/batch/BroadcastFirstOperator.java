package io.weir.runtime.batch;

import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TwoInputOperator;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;

/**
 * Lets another operator have all records of its second input, a broadcast stream, before the first of its first input. Those
 * that come meanwhile are kept in managed memory and on disk. The task's thread owns it.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class BroadcastFirstOperator<A, B, O> extends TwoInputOperator<A, B, O> {
    private final OperatorContext context;
    private final TwoInputOperator<A, B, O> operator;

    /** Timestamps and records of the first input. */
    private final SpillableRecords<Tuple2<Long, A>> kept;

    private boolean firstEnded;
    private boolean complete;
    private long watermark = Long.MIN_VALUE;

    @SuppressWarnings("unchecked") // the planner wraps operators with two inputs only
    private BroadcastFirstOperator(OperatorContext context, Spec<A, O> spec, Output<O> output) {
        super(output);
        this.context = context;
        this.operator = (TwoInputOperator<A, B, O>) spec.operator().create(context, output);
        this.kept = new SpillableRecords<>(
                RecordFormat.of(context, Types.TUPLE(Types.LONG, spec.type())),
                context.managedMemory().budget(spec.share()));
    }

    @Override
    public void open() throws Exception {
        operator.open();
    }

    @Override
    public void openStates() throws Exception {
        operator.openStates();
    }

    @Override
    protected void collectFirst(A value, long timestamp) throws Exception {
        if (complete) {
            operator.collect(value, timestamp);
        } else {
            kept.add(Tuple2.of(timestamp, value));
        }
    }

    @Override
    protected void collectSecond(B value, long timestamp) throws Exception {
        operator.second().collect(value, timestamp);
    }

    @Override
    protected void endFirst() throws Exception {
        firstEnded = true;
        if (complete) {
            operator.inputEnded();
        }
    }

    @Override
    protected void endSecond() throws Exception {
        complete = true;
        operator.second().inputEnded();
        try (RecordSource<Tuple2<Long, A>> records = kept.open()) {
            while (records.hasNext()) {
                Tuple2<Long, A> next = records.next();
                operator.collect(next.f1, next.f0);
            }
        }
        kept.clear();
        if (firstEnded) {
            operator.inputEnded();
        }
        if (watermark > Long.MIN_VALUE) {
            operator.watermark(watermark);
        }
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        watermark = timestamp;
        if (complete) {
            operator.watermark(timestamp);
        }
    }

    @Override
    public void finish() throws Exception {
        operator.finish();
    }

    @Override
    public void stop() throws Exception {
        operator.stop();
    }

    @Override
    public void close() throws Exception {
        try {
            operator.close();
        } finally {
            kept.close();
            context.counter(Sorters.SPILLED).add(kept.spilledBytes());
        }
    }

    /**
     * How it is made.
     *
     * @param operator the operator, which has two inputs
     * @param type the type of its first input
     * @param share which part of the slot's managed memory it may take
     * @param <A> the type of the first input
     * @param <O> the type of the output
     */
    public record Spec<A, O>(OperatorSpec<A, O> operator, TypeInformation<A> type, double share)
            implements ManagedMemoryUser<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<A, O> withShare(double newShare) {
            return new Spec<>(operator, type, newShare);
        }

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new BroadcastFirstOperator<>(context, this, output);
        }
    }
}
