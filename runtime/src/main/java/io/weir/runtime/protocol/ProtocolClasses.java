package io.weir.runtime.protocol;

import io.weir.configuration.Configuration;
import io.weir.execution.CollectedBatches;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.jobgraph.AdaptableInputs;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.ExchangeKind;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.util.ErrorCode;
import java.util.List;

/**
 * The closed set of classes that calls between processes may carry, beside primitives, strings, byte arrays, lists and
 * string maps. Nothing else is ever instantiated from bytes that a peer sent. The order is part of the wire format: new
 * classes go to the end.
 */
public final class ProtocolClasses {
    private static final List<Class<?>> ALL = List.of(
            Configuration.class,
            RpcAddress.class,
            FencingToken.class,
            CollectedBatches.class,
            JobId.class,
            JobStatus.class,
            ErrorCode.class,
            VertexId.class,
            Distribution.class,
            JobEdge.class,
            JobVertex.class,
            JobVertex.OperatorId.class,
            JobGraph.class,
            AllocationId.class,
            BlobKey.class,
            ExecutionId.class,
            PartitionId.class,
            TaskManagerId.class,
            TaskManagerLocation.class,
            InputSpec.class,
            InputSpec.ChannelSource.class,
            OutputSpec.class,
            TaskSpec.class,
            ExecutionState.class,
            TaskIo.class,
            OperatorCount.class,
            TaskReport.class,
            TaskStatus.class,
            FailureInfo.class,
            SlotRequest.class,
            SlotRequirement.class,
            SlotOffer.class,
            SlotReport.class,
            SlotReport.Allocation.class,
            TaskManagerRegistration.class,
            TaskCounts.class,
            JobSummary.class,
            VertexDetails.class,
            JobDetails.class,
            JobResult.class,
            ClusterInfo.class,
            ClusterInfo.TaskManagerInfo.class,
            SplitDelivery.class,
            CheckpointKind.class,
            CheckpointReport.class,
            CheckpointReport.Status.class,
            CheckpointTrigger.class,
            StateHandle.Inline.class,
            StateHandle.FilePart.class,
            OperatorPart.class,
            PartFile.class,
            TaskSnapshot.class,
            TaskSnapshot.Times.class,
            TaskRestore.class,
            TaskRestore.InFlightRestore.class,
            TaskRestore.OperatorRestore.class,
            PastFailure.class,
            HeldTask.class,
            HeldTask.Producers.class,
            HeldTask.GivenSplits.class,
            TaskOffer.class,
            ExchangeKind.class,
            PartShare.class,
            AdaptableInputs.class,
            CheckpointStage.class,
            TaskStage.class);

    private ProtocolClasses() {}

    /** Returns the classes, always in the same order. */
    public static List<Class<?>> all() {
        return ALL;
    }
}
