package io.weir.runtime.operators;

import io.weir.functions.KeySelector;
import io.weir.functions.ReduceFunction;
import io.weir.functions.RichFunction;
import io.weir.plan.Keying;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;

/**
 * Combines the records of each key and emits each key's value once, at the end of its bounded input. As a combiner
 * before an exchange it emits whenever it holds many keys, so that its memory is bounded. The values it emits have no
 * timestamp. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
public final class HashReduceOperator<K, T> extends FunctionOperator<ReduceFunction<T>, T, T> {
    /** How many keys a combiner holds at most. */
    private static final int COMBINER_KEYS = 1 << 16;

    private final Spec<K, T> spec;
    private final KeySelector<T, K> selector;
    private final TypeSerializer<T> serializer;
    private final boolean immutable;
    private final int maxKeys;
    private KeyedTable<K, T> table;

    /** The state of a function that may have some; null for others. */
    private final KeyedStateBackend<K> state;

    private HashReduceOperator(OperatorContext context, Spec<K, T> spec, Output<T> output) {
        super(context, spec.function(), output);
        this.spec = spec;
        this.selector = spec.keying().selector();
        this.serializer = spec.type().createSerializer();
        this.immutable = serializer.isImmutable();
        this.maxKeys = spec.combiner() ? COMBINER_KEYS : Integer.MAX_VALUE;
        this.table = new KeyedTable<>(spec.keying().keyType());
        boolean stateful = function instanceof RichFunction && !spec.combiner();
        this.state = stateful ? context.openKeyedState(spec.keying().keyType()) : null;
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        try {
            K key = selector.getKey(value);
            KeyedTable.Row<T> row = table.row(key);
            T kept = row.value;
            if (state != null) {
                state.setCurrentKey(key);
            }
            T result = kept == null ? value : function.reduce(kept, value);
            if (result != kept) {
                // A value that was just made is ours; only the record itself may be known to others.
                row.value = result == value && !immutable && value != null ? serializer.copy(value) : result;
            }
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
        if (table.size() >= maxKeys) {
            emit();
        }
    }

    @Override
    public void finish() throws Exception {
        emit();
    }

    private void emit() throws Exception {
        KeyedTable<K, T> full = table;
        table = new KeyedTable<>(spec.keying().keyType());
        full.emit(output);
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
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
     * @param combiner whether another reduce of the same kind follows, so that it may emit a key more than once
     * @param <K> the type of the keys
     * @param <T> the type of the records
     */
    public record Spec<K, T>(Keying<T, K> keying, ReduceFunction<T> function, TypeInformation<T> type, boolean combiner)
            implements OperatorSpec<T, T> {
        private static final long serialVersionUID = 1L;

        /**
         * Makes one that emits each key once.
         *
         * @param keying how the key is found
         * @param function the user's function
         * @param type the type of the records
         */
        public Spec(Keying<T, K> keying, ReduceFunction<T> function, TypeInformation<T> type) {
            this(keying, function, type, false);
        }

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new HashReduceOperator<>(context, this, output);
        }
    }
}
