package io.weir.runtime.checkpoint;

/**
 * What the enumerator of a source had kept at a checkpoint.
 *
 * @param operatorId what it is found by: the id of the source, which is that of its vertex
 * @param name the name people see
 * @param version the version of the serializer that wrote it
 * @param bytes what that serializer wrote
 */
public record EnumeratorState(String operatorId, String name, int version, byte[] bytes) {}
