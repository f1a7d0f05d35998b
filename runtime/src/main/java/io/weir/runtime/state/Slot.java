package io.weir.runtime.state;

import io.weir.state.StateDescriptor;

/**
 * The place of one state in the entries of a store.
 *
 * @param descriptor what describes the state
 * @param column how captures tell of it
 * @param codec copies its values; the task's thread owns it
 * @param place its place in each {@link Entry}
 */
public record Slot(StateDescriptor<?, ?> descriptor, StateColumn column, Codec codec, int place) {}
