package io.weir.runtime.batch;

import io.weir.functions.MapPartitionFunction;
import io.weir.functions.PushedPartitionFunction;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;

/**
 * Gives its records to a function that goes through them, in the order in which they come, and keeps only some at a time. A
 * function that takes them one by one gets them at once. The task's thread owns it.
 *
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
public final class MapPartitionOperator<T, O> extends FunctionOperator<MapPartitionFunction<T, O>, T, O> {
    private final PulledRecords<T> records;
    private final TimestampedCollector<O> collector;

    /** The function if it takes records one by one, else null. */
    private final PushedPartitionFunction<T, O> pushed;

    private MapPartitionOperator(OperatorContext context, Spec<T, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        this.collector = new TimestampedCollector<>(output);
        this.pushed = function instanceof PushedPartitionFunction<T, O> one ? one : null;
        this.records = new PulledRecords<>(spec.type(), all -> function.mapPartition(() -> all, collector));
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        try {
            if (pushed == null) {
                records.add(value);
            } else {
                pushed.add(value, collector);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void finish() throws Exception {
        try {
            if (pushed == null) {
                records.end();
            } else {
                pushed.end(collector);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            records.close();
        } finally {
            super.close();
        }
    }

    /**
     * How it is made.
     *
     * @param function the user's function
     * @param type the type of the records
     * @param <T> the type of the records
     * @param <O> the type of the results
     */
    public record Spec<T, O>(MapPartitionFunction<T, O> function, TypeInformation<T> type)
            implements OperatorSpec<T, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new MapPartitionOperator<>(context, this, output);
        }
    }
}
