package io.weir.runtime.batch;

import io.weir.functions.GroupCombineFunction;
import io.weir.plan.Keying;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;
import io.weir.types.order.Ordering;
import io.weir.types.order.RecordOrder;
import java.util.Iterator;
import java.util.List;

/**
 * Sorts as many records as there is memory for by their key, and gives those of each key to a function; then it goes on
 * with the next ones. Nothing is written to disk. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
public final class GroupCombineOperator<K, T, O> extends FunctionOperator<GroupCombineFunction<T, O>, T, O> {
    private final RecordOrder<T> byKey;
    private final MemoryBudget budget;
    private final RecordSorter<T> sorter;
    private final TimestampedCollector<O> collector;

    private GroupCombineOperator(OperatorContext context, Spec<K, T, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        Ordering<T> grouping =
                Ordering.grouping(spec.keying().selector(), spec.keying().keyType());
        this.byKey = grouping.create();
        this.budget = context.managedMemory().budget(spec.share());
        this.sorter = new RecordSorter<>(
                budget,
                budget.limit(),
                spec.type().createSerializer(),
                (spec.within() == null ? grouping : grouping.then(spec.within())).create(),
                context.runtimeContext().getUserCodeClassLoader());
        this.collector = new TimestampedCollector<>(output);
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        if (sorter.add(value)) {
            return;
        }
        combine();
        if (!sorter.add(value)) {
            // It does not fit into all of the memory: nothing can be combined with it.
            call(List.of(value).iterator());
        }
    }

    @Override
    public void finish() throws Exception {
        combine();
    }

    private void combine() throws Exception {
        if (sorter.count() > 0) {
            sorter.sort();
            SortedGroups<T> groups = new SortedGroups<>(sorter.records(), byKey);
            while (groups.nextGroup()) {
                call(groups.group());
            }
            sorter.clear();
        }
    }

    private void call(Iterator<T> group) throws Exception {
        try {
            function.combine(() -> group, collector);
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            budget.close();
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
            GroupCombineFunction<T, O> function,
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
            return new GroupCombineOperator<>(context, this, output);
        }
    }
}
