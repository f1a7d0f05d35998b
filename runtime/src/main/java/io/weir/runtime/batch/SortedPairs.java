package io.weir.runtime.batch;

import io.weir.functions.KeySelector;
import io.weir.plan.CoKeying;
import io.weir.types.order.Ordering;
import io.weir.types.order.RecordOrder;
import java.util.Collections;
import java.util.Iterator;

/**
 * The groups of two sorted inputs, those of equal keys together. One thread owns it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 */
final class SortedPairs<K, A, B> {
    private final Side<A> first;
    private final Side<B> second;
    private final CoKeying<K, A, B> keying;
    private final RecordOrder<K> keys;

    /** The groups of one input. */
    private static final class Side<T> {
        final SortedGroups<T> groups;
        boolean there = true;
        boolean taken = true;

        Side(SortedGroups<T> groups) {
            this.groups = groups;
        }

        /** Goes on if the group at hand was taken. */
        void advance() {
            if (taken && there) {
                there = groups.nextGroup();
            }
        }

        Iterator<T> group() {
            return taken ? groups.group() : Collections.emptyIterator();
        }
    }

    /**
     * Creates it before the first pair.
     *
     * @param first sorted by its key, as {@link Ordering#grouping} does
     * @param second sorted by its key, as {@link Ordering#grouping} does
     * @param keying how the keys are found
     */
    SortedPairs(RecordSource<A> first, RecordSource<B> second, CoKeying<K, A, B> keying) {
        this.first = new Side<>(new SortedGroups<>(first, byFirst(keying).create()));
        this.second = new Side<>(new SortedGroups<>(second, bySecond(keying).create()));
        this.keying = keying;
        KeySelector<K, K> itself = key -> key;
        this.keys = Ordering.grouping(itself, keying.keyType()).create();
    }

    static <K, A> Ordering<A> byFirst(CoKeying<K, A, ?> keying) {
        return Ordering.grouping(keying.first(), keying.keyType());
    }

    static <K, B> Ordering<B> bySecond(CoKeying<K, ?, B> keying) {
        return Ordering.grouping(keying.second(), keying.keyType());
    }

    /**
     * Goes to the next key.
     *
     * @return whether there is one
     * @throws Exception what finding a key throws
     */
    boolean next() throws Exception {
        first.advance();
        second.advance();
        if (!first.there && !second.there) {
            return false;
        }
        int order = !first.there ? 1 : !second.there ? -1 : compareKeys();
        first.taken = order <= 0;
        second.taken = order >= 0;
        return true;
    }

    private int compareKeys() throws Exception {
        K one = keying.first().getKey(first.groups.first());
        K other = keying.second().getKey(second.groups.first());
        return keys.compare(one, other);
    }

    /** Returns the first input's records of the key, to be gone through once. */
    Iterator<A> first() {
        return first.group();
    }

    /** Returns the second input's records of the key, to be gone through once. */
    Iterator<B> second() {
        return second.group();
    }
}
