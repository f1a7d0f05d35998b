package io.weir.runtime.jobmanager;

import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import java.util.List;

/**
 * What is left of a job that has ended.
 *
 * @param details how it ended
 * @param results what its client has not fetched; belongs to the receiver
 * @param checkpoints how its last checkpoints went
 */
public record JobOutcome(JobDetails details, CollectedResults results, List<CheckpointReport> checkpoints) {
    /** Takes a copy of the list. */
    public JobOutcome {
        checkpoints = List.copyOf(checkpoints);
    }
}
