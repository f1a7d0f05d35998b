package io.weir.yarn;

import io.weir.execution.JobStatus;
import io.weir.runtime.entrypoint.RunningCluster;

/** Ends the application for good, whatever attempt it is. For any thread; only the first call counts. */
@FunctionalInterface
interface ApplicationEnd {
    /**
     * Begins the end.
     *
     * @param cluster the head of the cluster, through which YARN is told
     * @param status how it ended
     * @param diagnostics the root cause, or an empty text
     */
    void end(RunningCluster cluster, JobStatus status, String diagnostics);
}
