package io.weir.runtime.batch;

import io.weir.functions.ReduceFunction;
import io.weir.functions.RichFunction;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.memory.MemoryBudget;
import io.weir.runtime.memory.MemorySegment;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.KeyedLookAhead;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.UserCode;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.types.TypeInformation;

/**
 * Combines the records of each key and emits each key's value once, at the end of its bounded input. What does not fit
 * into its memory goes to disk. The values it emits have no timestamp. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
public final class HashReduceOperator<K, T> extends FunctionOperator<ReduceFunction<T>, T, T> {
    /** All operators together hold at most one part in so many of the heap. */
    private static final int OF_HEAP = 4;

    private final Keying<T, K> keying;
    private final HashAggregation<K, T> aggregation;

    /** The state of a function that may have some; null for others. */
    private final KeyedStateBackend<K> state;

    private HashReduceOperator(OperatorContext context, Spec<K, T> spec, Output<T> output) {
        super(context, spec.function(), output);
        this.state = function instanceof RichFunction
                ? context.openKeyedState(spec.keying().keyType())
                : null;
        this.keying = state == null ? FieldKeys.bare(spec.keying()) : spec.keying();
        MemoryBudget budget = context.managedMemory().budget(spec.share());
        this.aggregation = new HashAggregation<>(
                AggregationTable.Work.of(
                        keying,
                        state == null ? function : this::reduceWithState,
                        RecordFormat.of(context, spec.type()),
                        spec.type()),
                heapBytes(context.managedMemory(), spec.share()),
                budget);
    }

    private T reduceWithState(T kept, T value) throws Exception {
        state.setCurrentKey(keying.selector().getKey(value));
        return function.reduce(kept, value);
    }

    /**
     * Returns how much of the heap an operator may fill with values: as much as it has of managed memory, unless the heap is
     * small.
     */
    static long heapBytes(ManagedMemory memory, double share) {
        long managed = (long) (memory.pagesOfSlot() * share) << MemorySegment.SIZE_BITS;
        int slots = Math.max(1, memory.manager().pages() / Math.max(1, memory.pagesOfSlot()));
        return Math.min(managed, (long) (Runtime.getRuntime().maxMemory() * share / OF_HEAP / slots));
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        try {
            aggregation.add(keying.selector().getKey(value), value);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    @Override
    public void expect(Object[] values, int from, int to) {
        if (aggregation.wantsToExpect()) {
            KeyedLookAhead.expect(aggregation::expect, keying.selector(), values, from, to);
        }
    }

    @Override
    public void finish() throws Exception {
        aggregation.finish(output);
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            context.counter(Sorters.SPILLED).add(aggregation.spilledBytes());
            aggregation.close();
            if (state != null) {
                state.close();
            }
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the key is found
     * @param function the user's function
     * @param type the type of the records
     * @param share which part of the slot's managed memory it may take, and with it of the heap
     * @param <K> the type of the keys
     * @param <T> the type of the records
     */
    public record Spec<K, T>(Keying<T, K> keying, ReduceFunction<T> function, TypeInformation<T> type, double share)
            implements ManagedMemoryUser<T, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<K, T> withShare(double newShare) {
            return new Spec<>(keying, function, type, newShare);
        }

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new HashReduceOperator<>(context, this, output);
        }
    }
}
