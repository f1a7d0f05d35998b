package io.weir.runtime.batch;

import io.weir.functions.KeySelector;
import io.weir.functions.ReduceFunction;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.UserCode;
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

    /** Combining is given up for a while, and the table not enlarged, unless that saves at least one record in so many. */
    private static final int WORTH = 8;

    /** After letting records pass for so many tables full, it looks again. */
    private static final int PAUSE = 16;

    private final AggregationTable.Work<K, T> work;
    private final KeySelector<T, K> selector;
    private final RowSize rowSize;
    private AggregationTable<K, T> table;

    /** With so many keys it looks, if there is memory for them. */
    private long fullKeys;

    /** How many records went into the table. */
    private long taken;

    /** How many records and keys there were when it looked last. */
    private long takenBefore;

    private long keysBefore;

    /** How many records pass before the next is combined. */
    private long passing;

    /** Records whose keys are looked up together, if there are many keys. */
    private Object[] waiting = new Object[AggregationTable.EXPECTED];

    private final long[] timestamps = new long[AggregationTable.EXPECTED];
    private int waitingRecords;
    private final boolean mayWait;

    private HashCombineOperator(OperatorContext context, Spec<K, T> spec, Output<T> output) {
        super(context, spec.function(), output);
        this.mayWait = context.recordErrors().failTask();
        this.work = AggregationTable.Work.of(
                FieldKeys.bare(spec.keying()), spec.function(), RecordFormat.of(context, spec.type()), spec.type());
        this.selector = work.keying().selector();
        this.rowSize = work.rowSize(HashReduceOperator.heapBytes(context.managedMemory(), spec.share()));
        begin(1);
    }

    /** Begins with an empty table. */
    private void begin(long expectedKeys) {
        fullKeys = FEW_KEYS;
        table = work.newTable(rowSize, Math.min(expectedKeys, rowSize.mostRows()));
        taken = 0;
        takenBefore = 0;
        keysBefore = 0;
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        if (passing > 0) {
            passing--;
            output.collect(value, Output.NO_TIMESTAMP);
            return;
        }
        if (mayWait && table.size() > AggregationTable.MANY_KEYS) {
            waiting[waitingRecords] = value;
            timestamps[waitingRecords++] = timestamp;
            if (waitingRecords < AggregationTable.EXPECTED) {
                return;
            }
            combineWaiting();
        } else {
            taken++;
            try {
                table.add(selector.getKey(value), value);
            } catch (Throwable e) {
                UserCode.recordFailed(context, e, value, timestamp);
            }
        }
        if (table.size() >= Math.min(fullKeys, rowSize.mostRows())) {
            enlargeOrEmit();
        }
    }

    @SuppressWarnings("unchecked") // the records are those that it takes
    private void combineWaiting() throws Exception {
        Object[] values = waiting;
        int count = waitingRecords;
        // A new array: references written to an old one are what the collector looks for.
        waiting = new Object[AggregationTable.EXPECTED];
        waitingRecords = 0;
        taken += count;
        int expected = table.expect(values, count);
        for (int i = 0; i < count; i++) {
            T value = (T) values[i];
            try {
                if (i < expected) {
                    table.addExpected(i, value);
                } else {
                    table.add(selector.getKey(value), value);
                }
            } catch (Throwable e) {
                UserCode.recordFailed(context, e, value, timestamps[i]);
            }
        }
    }

    private void enlargeOrEmit() throws Exception {
        long keys = table.size();
        if (keys < rowSize.mostRows() && isWorth(taken - takenBefore, keys - keysBefore)) {
            takenBefore = taken;
            keysBefore = keys;
            fullKeys = 2 * keys;
        } else {
            passing = isWorth(taken, keys) ? 0 : PAUSE * taken;
            emit();
        }
    }

    private static boolean isWorth(long records, long keys) {
        return keys <= records - records / WORTH;
    }

    @Override
    public void finish() throws Exception {
        combineWaiting();
        emit();
    }

    private void emit() throws Exception {
        AggregationTable<K, T> full = table;
        begin(Math.min(FEW_KEYS, full.size()));
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
