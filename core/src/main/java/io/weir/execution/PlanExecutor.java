package io.weir.execution;

import io.weir.configuration.Configuration;
import io.weir.plan.Plan;

/**
 * Runs plans on one target: in this process, on a cluster, or on one that is started for the job. Implementations are
 * found through {@link PlanExecutors}.
 */
public interface PlanExecutor {
    /**
     * Returns the options that programs start from: those of the command line and of the configuration file. What a
     * program sets itself goes over them; a plan carries the sum of both.
     */
    default Configuration configuration() {
        return new Configuration();
    }

    /**
     * Submits a plan.
     *
     * @param plan the plan
     * @return a handle on the job, once the cluster has accepted it
     * @throws io.weir.util.WeirException if the plan is invalid or the cluster cannot be reached
     */
    JobClient submit(Plan plan);

    /**
     * Describes how a plan would run.
     *
     * @param plan the plan
     * @return the job's vertices, chains and exchanges as JSON
     */
    String explain(Plan plan);
}
