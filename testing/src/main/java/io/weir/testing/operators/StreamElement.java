package io.weir.testing.operators;

/**
 * What comes out of an operator: records and watermarks, in one order.
 *
 * @param <T> the type of the records
 */
public sealed interface StreamElement<T> permits StreamRecord, StreamWatermark {}
