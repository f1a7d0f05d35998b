package io.weir.runtime.iteration;

import io.weir.functions.OutputTag;
import io.weir.plan.IterationTailTransformation.Role;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.types.TypeInformation;
import java.util.Iterator;

/**
 * Begins a bulk iteration: each superstep gets what the one before has made, and the result is what the last one has
 * made. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class BulkHeadOperator<T> extends Operator<T, T> implements LoopHead {
    private final HandedRecords<T> records;
    private final Output<T> result;
    private Iterator<T> source;
    private Output<T> target;

    private BulkHeadOperator(OperatorContext context, Spec<T> spec, Output<T> output) {
        super(output);
        this.records = new HandedRecords<>(context, spec.type(), spec.share());
        this.result = context.sideOutput(resultTag(spec.type()));
    }

    /** Returns what the result of an iteration goes by. */
    public static <R> OutputTag<R> resultTag(TypeInformation<R> type) {
        return new OutputTag<>("iteration-result", type);
    }

    @Override
    public void collect(T value, long timestamp) {
        records.add(value);
    }

    @Override
    public void begin(Step step) {
        if (step != Step.FIRST) {
            records.take(Role.NEXT.name());
        }
        source = records.open();
        target = step == Step.RESULT ? result : output;
    }

    @Override
    public boolean emit(OutputRoom room) throws Exception {
        return HandedRecords.emit(source, target, room);
    }

    @Override
    public boolean rest() {
        return true;
    }

    @Override
    public void close() {
        records.close();
    }

    /**
     * How it is made.
     *
     * @param type the type of the records
     * @param share which part of the slot's managed memory it may take
     * @param <T> the type of the records
     */
    public record Spec<T>(TypeInformation<T> type, double share) implements ManagedMemoryUser<T, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<T> withShare(double newShare) {
            return new Spec<>(type, newShare);
        }

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new BulkHeadOperator<>(context, this, output);
        }
    }
}
