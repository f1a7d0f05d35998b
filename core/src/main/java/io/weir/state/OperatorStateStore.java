package io.weir.state;

/**
 * Gives functions state that belongs to a parallel instance and not to a key. All calls come from the task's thread.
 */
public interface OperatorStateStore {
    /**
     * Returns a list whose elements are dealt out evenly when the parallelism changes.
     *
     * @param descriptor its name and type
     * @param <T> the type of the elements
     * @return the state
     * @throws io.weir.util.WeirException if the name is taken by state of another kind or type
     */
    <T> ListState<T> getListState(ListStateDescriptor<T> descriptor);

    /** Returns a list of which each instance is given all elements of all instances; otherwise as {@link #getListState}. */
    <T> ListState<T> getUnionListState(ListStateDescriptor<T> descriptor);

    /** Returns a map that every instance keeps the same; otherwise as {@link #getListState}. */
    <K, V> BroadcastState<K, V> getBroadcastState(MapStateDescriptor<K, V> descriptor);
}
