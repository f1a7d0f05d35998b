package io.weir.runtime.jobmanager;

import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.TaskManagerLocation;

/**
 * A slot that a job has.
 *
 * @param allocation the use of the slot
 * @param location the TaskManager that has it
 */
record AssignedSlot(AllocationId allocation, TaskManagerLocation location) {}
