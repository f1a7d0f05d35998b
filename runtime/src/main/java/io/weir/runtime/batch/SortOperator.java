package io.weir.runtime.batch;

import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.types.TypeInformation;
import io.weir.types.order.Ordering;

/**
 * Sorts its records, and at the end of its input emits them in their order. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class SortOperator<T> extends Operator<T, T> {
    private final OperatorContext context;
    private final ExternalSorter<T> sorter;

    private SortOperator(OperatorContext context, Spec<T> spec, Output<T> output) {
        super(output);
        this.context = context;
        this.sorter = Sorters.create(context, spec.type(), spec.ordering(), spec.share());
    }

    @Override
    public void collect(T value, long timestamp) {
        sorter.add(value);
    }

    @Override
    public void finish() throws Exception {
        RecordSource<T> sorted = sorter.sorted();
        while (sorted.hasNext()) {
            output.collect(sorted.next(), Output.NO_TIMESTAMP);
        }
    }

    @Override
    public void close() {
        Sorters.close(context, sorter);
    }

    /**
     * How it is made.
     *
     * @param ordering the order
     * @param type the type of the records
     * @param share which part of the slot's managed memory it may take
     * @param <T> the type of the records
     */
    public record Spec<T>(Ordering<T> ordering, TypeInformation<T> type, double share)
            implements ManagedMemoryUser<T, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<T> withShare(double newShare) {
            return new Spec<>(ordering, type, newShare);
        }

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new SortOperator<>(context, this, output);
        }
    }
}
