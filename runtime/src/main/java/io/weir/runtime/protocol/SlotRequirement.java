package io.weir.runtime.protocol;

import io.weir.execution.JobId;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;

/**
 * How many slots a job needs in all. The ResourceManager works towards this number until the job declares another or
 * has ended; sending it again does no harm.
 *
 * @param job the job
 * @param slots the number of slots
 * @param least with how many it can do, if there are no more
 * @param jobManagerAddress where the job's JobManager takes calls
 * @param jobManagerToken the fencing token of those calls
 */
public record SlotRequirement(
        JobId job, int slots, int least, RpcAddress jobManagerAddress, FencingToken jobManagerToken) {}
