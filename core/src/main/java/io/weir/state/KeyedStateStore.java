package io.weir.state;

/**
 * Gives functions the state of the current key. State of one name is one state, whoever asks for it within the operator.
 * All calls come from the task's thread.
 */
public interface KeyedStateStore {
    /**
     * Returns one value per key.
     *
     * @param descriptor its name and type
     * @param <T> the type of the value
     * @return the state
     * @throws io.weir.util.WeirException if the name is taken by state of another kind or type
     */
    <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor);

    /** Returns a list per key; otherwise as {@link #getState}. */
    <T> ListState<T> getListState(ListStateDescriptor<T> descriptor);

    /** Returns a map per key; otherwise as {@link #getState}. */
    <UK, UV> MapState<UK, UV> getMapState(MapStateDescriptor<UK, UV> descriptor);

    /** Returns a combination of values per key; otherwise as {@link #getState}. */
    <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor);

    /** Returns an aggregate of values per key; otherwise as {@link #getState}. */
    <IN, ACC, OUT> AggregatingState<IN, OUT> getAggregatingState(AggregatingStateDescriptor<IN, ACC, OUT> descriptor);
}
