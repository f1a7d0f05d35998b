package io.weir.runtime.operators;

import io.weir.functions.KeySelector;
import java.util.function.Consumer;

/**
 * Announces the keys of the records that come next to what is kept by key. Where there are more keys than fit into a
 * processor's caches, each look-up waits for memory several times; look-ups that do not depend on each other wait at the
 * same time. Stateless.
 */
public final class KeyedLookAhead {
    private KeyedLookAhead() {}

    /**
     * Announces them.
     *
     * @param state takes the keys
     * @param selector finds the keys
     * @param values holds the records
     * @param from the first of them
     * @param to the end of them
     */
    @SuppressWarnings("unchecked") // the records are those that the operator takes
    public static <K, T> void expect(Consumer<K> state, KeySelector<T, K> selector, Object[] values, int from, int to) {
        try {
            for (int i = from; i < to; i++) {
                state.accept(selector.getKey((T) values[i]));
            }
        } catch (Exception e) {
            // It is thrown again when the record itself comes, and is then handled as for any failing record.
        }
    }
}
