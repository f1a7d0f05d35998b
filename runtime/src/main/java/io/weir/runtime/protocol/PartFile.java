package io.weir.runtime.protocol;

/**
 * A file of a state backend's own that is part of what an instance had kept. Several checkpoints may refer to the same
 * bytes.
 *
 * @param name what the backend calls it
 * @param handle its bytes
 */
public record PartFile(String name, StateHandle handle) {}
