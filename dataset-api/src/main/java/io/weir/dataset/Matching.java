package io.weir.dataset;

import io.weir.execution.BatchOperations;
import io.weir.functions.KeySelector;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.plan.OperatorSettings;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * Two data sets whose records are to be matched by keys, of which those of the first are known: {@link #equalTo} says
 * those of the second. The thread that builds the program owns it.
 *
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 * @param <R> what becomes of the matched data sets
 */
public final class Matching<A, B, R> {
    private final Pairing<A, B, R> pairing;
    private final Keying<A, ?> firstKey;

    Matching(Pairing<A, B, R> pairing, Keying<A, ?> firstKey) {
        this.pairing = pairing;
        this.firstKey = firstKey;
    }

    /**
     * Two data sets whose records are to be matched by keys: {@link #where} says those of the first. The thread that
     * builds the program owns it.
     *
     * @param <A> the type of the first records
     * @param <B> the type of the second records
     * @param <R> what becomes of the matched data sets
     */
    public static final class Pairing<A, B, R> {
        private final DataSet<A> first;
        private final DataSet<B> second;
        private final String what;
        private final Result<A, B, R> result;

        Pairing(DataSet<A> first, DataSet<B> second, String what, Result<A, B, R> result) {
            first.getExecutionEnvironment().requireOwn(second);
            this.first = first;
            this.second = second;
            this.what = what;
            this.result = result;
        }

        /**
         * Matches by fields of the first records.
         *
         * @param fields the positions of the fields, from 0
         * @return what takes the keys of the second records
         */
        public Matching<A, B, R> where(int... fields) {
            return new Matching<>(this, FieldKeys.at(first.getType(), fields));
        }

        /**
         * Matches by fields of the first records.
         *
         * @param fields the names of the fields
         * @return what takes the keys of the second records
         */
        public Matching<A, B, R> where(String... fields) {
            return new Matching<>(this, FieldKeys.named(first.getType(), fields));
        }

        /**
         * Matches by a key of the first records.
         *
         * @param key finds the key of a record
         * @param <K> the type of the key
         * @return what takes the keys of the second records
         */
        public <K> Matching<A, B, R> where(KeySelector<A, K> key) {
            return new Matching<>(this, new Keying<>(key, TypeExtractor.keyType(key, first.getType())));
        }
    }

    /** Makes something of two data sets that come by the same keys. */
    interface Result<A, B, R> {
        R of(DataSet<A> first, DataSet<B> second, BatchOperations.Pair<?, A, B> pair);
    }

    /**
     * Matches by fields of the second records.
     *
     * @param fields the positions of the fields, from 0, in the order of those of the first
     * @return what takes the pairs
     */
    public R equalTo(int... fields) {
        return match(FieldKeys.at(pairing.second.getType(), fields));
    }

    /**
     * Matches by fields of the second records.
     *
     * @param fields the names of the fields, in the order of those of the first
     * @return what takes the pairs
     */
    public R equalTo(String... fields) {
        return match(FieldKeys.named(pairing.second.getType(), fields));
    }

    /**
     * Matches by a key of the second records.
     *
     * @param key finds the key of a record
     * @param <K> the type of the key
     * @return what takes the pairs
     */
    public <K> R equalTo(KeySelector<B, K> key) {
        return match(new Keying<>(key, TypeExtractor.keyType(key, pairing.second.getType())));
    }

    @SuppressWarnings("unchecked") // what is known of both types is the same, or it is looked at when the keys come
    private <K> R match(Keying<B, ?> secondKey) {
        if (!firstKey.keyType().equals(secondKey.keyType())
                && !firstKey.keyType().isUnknown()
                && !secondKey.keyType().isUnknown()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    pairing.what + ": keys of the type " + firstKey.keyType() + " never equal keys of the type "
                            + secondKey.keyType() + ". Give where() and equalTo() fields or keys of the same types.");
        }
        Groups<K, A> first =
                Groups.of(pairing.first, (Keying<A, K>) firstKey, OperatorSettings.DEFAULT, pairing.what + ".where()");
        Groups<K, B> second = Groups.of(
                pairing.second, (Keying<B, K>) secondKey, OperatorSettings.DEFAULT, pairing.what + ".equalTo()");
        return pairing.result.of(
                pairing.first, pairing.second, new BatchOperations.Pair<>(first.keyed(), second.keyed()));
    }
}
