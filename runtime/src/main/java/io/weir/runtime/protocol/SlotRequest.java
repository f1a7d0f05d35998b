package io.weir.runtime.protocol;

import io.weir.execution.JobId;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;

/**
 * Tells a TaskManager to offer a slot to a job.
 *
 * @param allocation the use of the slot
 * @param job the job
 * @param jobManagerAddress where the job's JobManager takes calls
 * @param jobManagerToken the fencing token of those calls
 */
public record SlotRequest(
        AllocationId allocation, JobId job, RpcAddress jobManagerAddress, FencingToken jobManagerToken) {}
