package io.weir.runtime.network;

/**
 * Says whether anything is expected on its channel for now; event time does not wait for a channel that is idle.
 *
 * @param idle whether nothing is expected
 */
public record IdleStatus(boolean idle) implements Frame {}
