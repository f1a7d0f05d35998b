package io.weir.runtime.batch;

import io.weir.functions.MapPartitionFunction;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;

/**
 * Keeps its records, and at the end of its input gives all of them to a function, in the order in which they came. The
 * task's thread owns it.
 *
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
public final class MapPartitionOperator<T, O> extends FunctionOperator<MapPartitionFunction<T, O>, T, O> {
    private final SpillableRecords<T> records;

    private MapPartitionOperator(OperatorContext context, Spec<T, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        this.records = new SpillableRecords<>(
                RecordFormat.of(context, spec.type()), context.managedMemory().budget(spec.share()));
    }

    @Override
    public void collect(T value, long timestamp) {
        records.add(value);
    }

    @Override
    public void finish() throws Exception {
        try (RecordSource<T> all = records.open()) {
            function.mapPartition(() -> all, new TimestampedCollector<>(output));
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
