package io.weir.runtime.resourcemanager;

import io.weir.configuration.MemorySize;

/**
 * What a TaskManager process is given.
 *
 * @param processMemory all the memory of the process
 * @param virtualCores the cores to ask for
 * @param slots how many slots it offers
 */
public record WorkerSpec(MemorySize processMemory, int virtualCores, int slots) {}
