package io.weir.runtime.protocol;

/**
 * Where a TaskManager takes requests for its partitions.
 *
 * @param id the TaskManager
 * @param host its host name or address
 * @param dataPort its port for exchanges; 0 if it is reached within its process only
 */
public record TaskManagerLocation(TaskManagerId id, String host, int dataPort) {}
