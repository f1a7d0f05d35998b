package io.weir.runtime.batch;

import io.weir.functions.MapPartitionFunction;
import io.weir.functions.PushedPartitionFunction;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;

/**
 * Keeps its records, and at the end of its input gives all of them to a function, in the order in which they came. A
 * function that takes them one by one gets them at once. The task's thread owns it.
 *
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
public final class MapPartitionOperator<T, O> extends FunctionOperator<MapPartitionFunction<T, O>, T, O> {
    private final SpillableRecords<T> records;
    private final TimestampedCollector<O> collector;

    /** The function if it takes records one by one, else null. */
    private final PushedPartitionFunction<T, O> pushed;

    private MapPartitionOperator(OperatorContext context, Spec<T, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        this.collector = new TimestampedCollector<>(output);
        this.pushed = function instanceof PushedPartitionFunction<T, O> one ? one : null;
        this.records = new SpillableRecords<>(
                RecordFormat.of(context, spec.type()), context.managedMemory().budget(spec.share()));
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        if (pushed == null) {
            records.add(value);
            return;
        }
        try {
            pushed.add(value, collector);
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void finish() throws Exception {
        try (RecordSource<T> all = records.open()) {
            if (pushed == null) {
                function.mapPartition(() -> all, collector);
            } else {
                pushed.end(collector);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
        records.clear();
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            records.close();
            context.counter(Sorters.SPILLED).add(records.spilledBytes());
        }
    }

    /**
     * How it is made.
     *
     * @param function the user's function
     * @param type the type of the records
     * @param share which part of the slot's managed memory it may take
     * @param <T> the type of the records
     * @param <O> the type of the results
     */
    public record Spec<T, O>(MapPartitionFunction<T, O> function, TypeInformation<T> type, double share)
            implements ManagedMemoryUser<T, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<T, O> withShare(double newShare) {
            return new Spec<>(function, type, newShare);
        }

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new MapPartitionOperator<>(context, this, output);
        }
    }
}
