package io.weir.runtime.network;

/**
 * Separates the records that belong to a checkpoint from those that follow it.
 *
 * @param id the checkpoint
 * @param timestamp when it was triggered, in milliseconds since 1970-01-01T00:00Z
 * @param flags what kind of checkpoint it is
 */
public record Barrier(long id, long timestamp, int flags) implements Frame {}
