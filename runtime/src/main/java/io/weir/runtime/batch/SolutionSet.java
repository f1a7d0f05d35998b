package io.weir.runtime.batch;

import io.weir.functions.KeySelector;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * One instance's part of the solution set of a delta iteration: a record for each key, on the heap.
 *
 * <p>The head's task alone changes it, before a superstep begins; while it goes on, the operators in the same slot that
 * join with it read it. What tells them that the superstep has begun also lets them see the changes.
 *
 * @param <K> the type of the keys
 * @param <S> the type of the records
 */
public final class SolutionSet<K, S> implements AutoCloseable {
    /** What it is called in the slot. */
    public static final String NAME = "SOLUTION";

    private final KeySelector<S, K> selector;
    private final boolean bare;
    private final Map<K, S> records = new HashMap<>();

    /**
     * Creates it without records.
     *
     * @param keying how the key of a record is found
     */
    public SolutionSet(Keying<S, K> keying) {
        Keying<S, K> kept = FieldKeys.bare(keying);
        this.selector = kept.selector();
        this.bare = !kept.equals(keying);
    }

    /**
     * Puts a record in, in place of the one with the same key if there is one.
     *
     * @param record the record, which is given up
     * @throws Exception what finding its key throws
     */
    public void put(S record) throws Exception {
        records.put(selector.getKey(record), record);
    }

    /**
     * Returns the record of a key, which must not be changed; null if there is none. The key may be as {@link
     * FieldKeys#bare} makes it, or the program's.
     */
    S get(K key) {
        return records.get(bare ? FieldKeys.bare((Object) key) : key);
    }

    /** Returns all records. */
    public Collection<S> records() {
        return records.values();
    }

    @Override
    public void close() {
        records.clear();
    }
}
