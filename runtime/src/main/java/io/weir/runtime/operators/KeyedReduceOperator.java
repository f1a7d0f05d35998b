package io.weir.runtime.operators;

import io.weir.functions.KeySelector;
import io.weir.functions.ReduceFunction;
import io.weir.functions.RichFunction;
import io.weir.plan.Keying;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;

/**
 * Combines the records of each key and emits the value combined so far after each record. It keeps a copy of what it
 * emits unless the type is immutable. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
public final class KeyedReduceOperator<K, T> extends FunctionOperator<ReduceFunction<T>, T, T> {
    private final KeySelector<T, K> selector;
    private final TypeSerializer<T> serializer;
    private final boolean immutable;
    private final KeyedTable<K, T> table;

    /** What the table is captured with; it holds state of the function only, as the table takes less time per record. */
    private final KeyedStateBackend<K> state;

    /** Whether the function may have state of its own, so that it must find that of the key. */
    private final boolean rich;

    private KeyedReduceOperator(OperatorContext context, Spec<K, T> spec, Output<T> output) {
        super(context, spec.function(), output);
        this.selector = spec.keying().selector();
        this.serializer = spec.type().createSerializer();
        this.immutable = serializer.isImmutable();
        this.table = new KeyedTable<>(spec.keying().keyType());
        this.state = context.openKeyedState(spec.keying().keyType());
        this.rich = function instanceof RichFunction;
        state.attach(new KeyedTablePart<>("weir.reduced", state, table, spec.type()));
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        T result;
        KeyedTable.Row<T> row;
        try {
            K key = selector.getKey(value);
            row = table.row(key);
            if (table.isShared(row)) {
                row = table.own(row, copyOf(row.value));
            }
            T kept = row.value;
            if (kept == null) {
                keepFirst(row, value, timestamp);
                return;
            }
            if (rich) {
                state.setCurrentKey(key);
            }
            result = function.reduce(kept, value);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        row.value = copyOf(result);
        output.collect(result, timestamp);
    }

    @Override
    public void expect(Object[] values, int from, int to) {
        if (table.wantsToExpect()) {
            KeyedLookAhead.expect(table::expect, selector, values, from, to);
        }
    }

    private T copyOf(T value) {
        return immutable || value == null ? value : serializer.copy(value);
    }

    /** A path of its own, so that on the usual one the result is always a new object that need not be allocated. */
    private void keepFirst(KeyedTable.Row<T> row, T value, long timestamp) {
        row.value = copyOf(value);
        UserCode.emit(output, value, timestamp);
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            state.close();
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the key is found
     * @param function the user's function
     * @param type the type of the records
     * @param <K> the type of the keys
     * @param <T> the type of the records
     */
    public record Spec<K, T>(Keying<T, K> keying, ReduceFunction<T> function, TypeInformation<T> type)
            implements OperatorSpec<T, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new KeyedReduceOperator<>(context, this, output);
        }
    }
}
