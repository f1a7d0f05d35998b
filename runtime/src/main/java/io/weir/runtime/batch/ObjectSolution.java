package io.weir.runtime.batch;

import io.weir.functions.KeySelector;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.serialization.TypeSerializer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A {@link SolutionSet} of objects on the heap.
 *
 * @param <K> the type of the keys
 * @param <S> the type of the records
 */
public final class ObjectSolution<K, S> implements SolutionSet<K, S> {
    private final KeySelector<S, K> selector;
    private final boolean bare;
    private final Map<K, S> records = new HashMap<>();

    /**
     * Creates it without records.
     *
     * @param keys what is known of the records
     */
    public ObjectSolution(SolutionKeys<K, S> keys) {
        Keying<S, K> kept = keys.bare();
        this.selector = kept.selector();
        this.bare = !kept.equals(keys.keying());
    }

    @Override
    public void put(S record) throws Exception {
        records.put(selector.getKey(record), record);
    }

    @Override
    public SolutionView<K, S> view(SolutionKeys<K, S> keys) {
        TypeSerializer<S> copies = keys.type().createSerializer();
        return key -> {
            S found = records.get(bare ? FieldKeys.bare((Object) key) : key);
            return found == null ? null : copies.copy(found);
        };
    }

    @Override
    public Iterator<S> records() {
        return records.values().iterator();
    }

    @Override
    public long spilledBytes() {
        return 0;
    }

    @Override
    public void close() {
        records.clear();
    }
}
