package io.weir.runtime.protocol;

/**
 * Names what one execution produces on one of its outputs.
 *
 * @param producer the execution
 * @param output the output, from 0
 */
public record PartitionId(ExecutionId producer, int output) {}
