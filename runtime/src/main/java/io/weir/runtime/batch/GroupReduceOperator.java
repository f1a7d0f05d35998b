package io.weir.runtime.batch;

import io.weir.functions.GroupReduceFunction;
import io.weir.plan.Keying;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;
import io.weir.types.order.Ordering;

/**
 * Sorts its records by their key, and at the end of its input gives those of each key to a function. The task's thread
 * owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
public final class GroupReduceOperator<K, T, O> extends FunctionOperator<GroupReduceFunction<T, O>, T, O> {
    private final Ordering<T> byKey;
    private final ExternalSorter<T> sorter;

    private GroupReduceOperator(OperatorContext context, Spec<K, T, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        this.byKey = Ordering.grouping(spec.keying().selector(), spec.keying().keyType());
        Ordering<T> order = spec.within() == null ? byKey : byKey.then(spec.within());
        this.sorter = Sorters.create(context, spec.type(), order, spec.share());
    }

    @Override
    public void collect(T value, long timestamp) {
        sorter.add(value);
    }

    @Override
    public void finish() throws Exception {
        TimestampedCollector<O> collector = new TimestampedCollector<>(output);
        SortedGroups<T> groups = new SortedGroups<>(sorter.sorted(), byKey.create());
        while (groups.nextGroup()) {
            try {
                function.reduce(groups::group, collector);
            } catch (Throwable e) {
                throw UserCode.failed(context, e);
            }
        }
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            Sorters.close(context, sorter);
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the key is found
     * @param within the order of the records of a key, or null if it does not matter
     * @param function the user's function
     * @param type the type of the records
     * @param share which part of the slot's managed memory it may take
     * @param <K> the type of the keys
     * @param <T> the type of the records
     * @param <O> the type of the results
     */
    public record Spec<K, T, O>(
            Keying<T, K> keying,
            Ordering<T> within,
            GroupReduceFunction<T, O> function,
            TypeInformation<T> type,
            double share)
            implements ManagedMemoryUser<T, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<K, T, O> withShare(double newShare) {
            return new Spec<>(keying, within, function, type, newShare);
        }

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new GroupReduceOperator<>(context, this, output);
        }
    }
}
