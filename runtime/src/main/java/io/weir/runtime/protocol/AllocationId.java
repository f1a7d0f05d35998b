package io.weir.runtime.protocol;

/**
 * Names the use of a slot by a job.
 *
 * @param value a random name
 */
public record AllocationId(String value) {}
