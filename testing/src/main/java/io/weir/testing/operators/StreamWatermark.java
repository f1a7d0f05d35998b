package io.weir.testing.operators;

/**
 * How far event time has come at some point of a stream.
 *
 * @param timestamp milliseconds since 1970-01-01T00:00Z; {@code Long.MAX_VALUE} at its end
 * @param <T> the type of the records of the stream
 */
public record StreamWatermark<T>(long timestamp) implements StreamElement<T> {}
