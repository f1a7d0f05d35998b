package io.weir.runtime.batch;

import io.weir.functions.KeySelector;
import io.weir.functions.ReduceFunction;
import io.weir.plan.Keying;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.KeyNumbers;
import io.weir.types.TypeInformation;
import java.util.Optional;

/**
 * One value for each key, which every further record of the key is combined with. Look-ups of records that come together wait
 * for memory at the same time: a number of them is {@linkplain #expect expected} first. One thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 */
abstract class AggregationTable<K, T> {
    /** So many records may be expected at once: about as many as a core can wait for memory for at the same time. */
    static final int EXPECTED = 32;

    /** More keys than a processor's nearer caches hold the values of: with so many, it pays to expect records. */
    static final int MANY_KEYS = 1 << 14;

    /** Finds the keys of records. */
    final KeySelector<T, K> selector;

    /** Combines the value of a key with a further record of it. */
    final ReduceFunction<T> reducer;

    /** Takes a value, which is its own from then on. */
    @FunctionalInterface
    interface Receiver<T> {
        void take(T value) throws Exception;
    }

    /**
     * What tables hold, and how.
     *
     * @param keying how keys are found
     * @param reducer combines the value of a key with a further record of it; may change and return both
     * @param format how records are kept
     * @param rows how records become rows of bytes; nothing if they differ in length
     */
    record Work<K, T>(
            Keying<T, K> keying, ReduceFunction<T> reducer, RecordFormat<T> format, Optional<RowFormat<T>> rows) {
        /**
         * Returns what tables hold.
         *
         * @param type the type of the records
         */
        static <K, T> Work<K, T> of(
                Keying<T, K> keying, ReduceFunction<T> reducer, RecordFormat<T> format, TypeInformation<T> type) {
            return new Work<>(keying, reducer, format, RowFormat.of(keying, type, format.serializer()));
        }

        /** Returns what knows how many keys fit into so much of the heap. */
        RowSize rowSize(long heapBytes) {
            return rows.isPresent() && KeyNumbers.of(keying.keyType()) != KeyNumbers.NONE
                    ? RowSize.fixed(heapBytes, FlatTable.bytesOfRow(rows.get()))
                    : RowSize.measured(heapBytes);
        }

        /**
         * Returns a table without keys.
         *
         * @param rowSize learns how much a key takes
         * @param expectedKeys how many keys it has room for to begin with
         */
        AggregationTable<K, T> newTable(RowSize rowSize, long expectedKeys) {
            return rows.isPresent()
                    ? new FlatTable<>(this, rowSize, expectedKeys, FlatTable.MOST_BYTES)
                    : new ObjectTable<>(this, rowSize, expectedKeys);
        }
    }

    AggregationTable(Work<K, T> work) {
        this.selector = work.keying().selector();
        this.reducer = work.reducer();
    }

    /** Adds a record of a key. */
    abstract void add(K key, T value) throws Exception;

    /** Begins to fetch what is kept of a key of which a record is added soon. */
    abstract void fetch(K key);

    /**
     * Finds the keys of records that are added next, and begins to fetch what is kept of them.
     *
     * @param values the records
     * @param count how many they are, at most {@link #EXPECTED}
     * @return how many of them can be {@linkplain #addExpected added} without their keys; those behind cannot
     */
    abstract int expect(Object[] values, int count);

    /**
     * Adds a record that is expected.
     *
     * @param index its place among the expected ones
     * @param value the record
     */
    abstract void addExpected(int index, T value) throws Exception;

    /** Returns how many keys there are. */
    abstract int size();

    /** Gives all values, in no order. */
    abstract void forEach(Receiver<T> receiver) throws Exception;

    /** Emits all values, in no order and without timestamps. */
    final void emit(Output<T> output) throws Exception {
        forEach(value -> output.collect(value, Output.NO_TIMESTAMP));
    }
}
