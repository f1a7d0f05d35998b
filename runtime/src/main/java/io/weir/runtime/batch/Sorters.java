package io.weir.runtime.batch;

import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorCounter;
import io.weir.types.TypeInformation;
import io.weir.types.order.Ordering;

/** Makes the sorters of operators. Stateless. */
final class Sorters {
    /** The counter of bytes that were written to disk because there was no memory. */
    static final String SPILLED = OperatorCounter.SPILLED;

    private Sorters() {}

    /** Creates a sorter with a share of the slot's managed memory. */
    static <T> ExternalSorter<T> create(
            OperatorContext context, TypeInformation<T> type, Ordering<T> order, double share) {
        ManagedMemory memory = context.managedMemory();
        return new ExternalSorter<>(
                new ExternalSorter.Settings<>(
                        type.createSerializer(),
                        order.create(),
                        memory.directory(),
                        context.runtimeContext().getUserCodeClassLoader()),
                memory.budget(share));
    }

    /** Creates what gives records in an order, in which they may come already. */
    static <T> SortedInput<T> input(
            OperatorContext context, TypeInformation<T> type, Ordering<T> order, boolean inOrder, double share) {
        return inOrder
                ? new InputInOrder<>(
                        RecordFormat.of(context, type), context.managedMemory().budget(share))
                : create(context, type, order, share);
    }

    /** Gives up what a sorter holds, and counts what it has written to disk. */
    static void close(OperatorContext context, SortedInput<?> sorter) {
        context.counter(SPILLED).add(sorter.spilledBytes());
        sorter.close();
    }
}
