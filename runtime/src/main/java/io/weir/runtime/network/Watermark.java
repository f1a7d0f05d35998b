package io.weir.runtime.network;

/**
 * Says that no record with an earlier timestamp follows on its channel.
 *
 * @param timestamp milliseconds since 1970-01-01T00:00Z
 */
public record Watermark(long timestamp) implements Frame {}
