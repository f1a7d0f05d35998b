package io.weir.runtime.batch;

/**
 * Looks into the solution set. One thread owns it.
 *
 * @param <K> the type of the keys
 * @param <S> the type of the records
 */
@FunctionalInterface
public interface SolutionView<K, S> {
    /**
     * Returns the record of a key, which is the caller's; null if there is none. The key may be as {@link
     * io.weir.plan.FieldKeys#bare} makes it, or the program's.
     */
    S get(K key) throws Exception;
}
