package io.weir.runtime.batch;

import io.weir.functions.ReduceFunction;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.KeyedLookAhead;
import io.weir.runtime.operators.KeyedTable;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.UserCode;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;

/**
 * Combines the records of each key before an exchange, so that fewer cross it: whenever it holds many keys it emits them all.
 * Where nearly every record has a key of its own it lets records pass, and tries again later. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
public final class HashCombineOperator<K, T> extends FunctionOperator<ReduceFunction<T>, T, T> {
    /** So many keys it holds before it looks whether more are worth their room: about those that the processor's caches hold. */
    private static final int FEW_KEYS = 1 << 16;

    /** Of so many records one is measured. */
    private static final int MEASURED = 64;

    /** Combining is given up for a while, and the table not enlarged, unless that saves at least one record in so many. */
    private static final int WORTH = 8;

    /** After letting records pass for so many tables full, it looks again. */
    private static final int PAUSE = 16;

    /** So many records wait until their keys are looked up together, if there are many keys. */
    private static final int LOOKED_UP_TOGETHER = 32;

    private final Keying<T, K> keying;
    private final TypeSerializer<T> serializer;
    private final boolean immutable;
    private final long heapBytes;
    private final HashAggregation.RowSize rowSize = new HashAggregation.RowSize();
    private KeyedTable<K, T> table;

    /** How many keys there is memory for. */
    private long mostKeys;

    /** With so many keys it looks. */
    private long fullKeys;

    /** How many records went into the table. */
    private long taken;

    /** How many records and keys there were when it looked last. */
    private long takenBefore;

    private long keysBefore;

    /** How many records pass before the next is combined. */
    private long passing;

    private final Object[] waiting = new Object[LOOKED_UP_TOGETHER];
    private final long[] timestamps = new long[LOOKED_UP_TOGETHER];
    private int waitingRecords;
    private final boolean mayWait;

    private HashCombineOperator(OperatorContext context, Spec<K, T> spec, Output<T> output) {
        super(context, spec.function(), output);
        this.mayWait = context.recordErrors().failTask();
        this.keying = FieldKeys.bare(spec.keying());
        this.serializer = spec.type().createSerializer();
        this.immutable = serializer.isImmutable();
        this.heapBytes = HashReduceOperator.heapBytes(context.managedMemory(), spec.share());
        this.table = new KeyedTable<>(keying.keyType());
        this.mostKeys = rowSize.rowsIn(heapBytes);
        this.fullKeys = Math.min(FEW_KEYS, mostKeys);
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        if (passing > 0) {
            passing--;
            output.collect(value, Output.NO_TIMESTAMP);
            return;
        }
        if (mayWait && table.wantsToExpect()) {
            waiting[waitingRecords] = value;
            timestamps[waitingRecords++] = timestamp;
            if (waitingRecords == LOOKED_UP_TOGETHER) {
                combineWaiting();
            }
        } else {
            combine(value, timestamp);
        }
        if (table.size() >= fullKeys) {
            combineWaiting();
            enlargeOrEmit();
        }
    }

    @SuppressWarnings("unchecked") // the records are those that it takes
    private void combineWaiting() throws Exception {
        KeyedLookAhead.expect(table::expect, keying.selector(), waiting, 0, waitingRecords);
        for (int i = 0; i < waitingRecords; i++) {
            combine((T) waiting[i], timestamps[i]);
            waiting[i] = null;
        }
        waitingRecords = 0;
    }

    private void combine(T value, long timestamp) throws Exception {
        try {
            combine(value);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    private void enlargeOrEmit() throws Exception {
        if (table.size() < mostKeys && isWorth(taken - takenBefore, table.size() - keysBefore)) {
            takenBefore = taken;
            keysBefore = table.size();
            fullKeys = Math.min(2 * keysBefore, mostKeys);
        } else {
            passing = isWorth(taken, table.size()) ? 0 : PAUSE * taken;
            emit();
        }
    }

    private static boolean isWorth(long records, long keys) {
        return keys <= records - records / WORTH;
    }

    private void combine(T value) throws Exception {
        K key = keying.selector().getKey(value);
        KeyedTable.Row<T> row = table.row(key);
        T kept = row.value();
        T result = kept == null ? value : function.reduce(kept, value);
        if (result != kept) {
            // A value that was just made is ours; only the record itself may be known to others.
            row.set(result == value && !immutable && value != null ? serializer.copy(value) : result);
        }
        if (++taken % MEASURED == 0) {
            rowSize.measure(row.value(), serializer);
            mostKeys = rowSize.rowsIn(heapBytes);
            fullKeys = Math.min(fullKeys, mostKeys);
        }
    }

    @Override
    public void finish() throws Exception {
        combineWaiting();
        emit();
    }

    private void emit() throws Exception {
        KeyedTable<K, T> full = table;
        fullKeys = Math.min(FEW_KEYS, mostKeys);
        table = new KeyedTable<>(keying.keyType(), fullKeys);
        taken = 0;
        takenBefore = 0;
        keysBefore = 0;
        full.emit(output);
    }

    /**
     * How it is made.
     *
     * @param keying how the key is found
     * @param function the user's function
     * @param type the type of the records
     * @param share which part of the heap it may take, as if it were managed memory of the slot
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
            return new HashCombineOperator<>(context, this, output);
        }
    }
}
