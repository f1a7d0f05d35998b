package io.weir.client;

import io.weir.plan.Plan;

/** Where the jobs of a program go. One thread owns it. */
interface Target extends AutoCloseable {
    /**
     * Submits a plan.
     *
     * @param plan the plan
     * @return the job, once the target has accepted it
     * @throws io.weir.util.WeirException if the plan is invalid or the target cannot be reached
     */
    SubmittedJob submit(Plan plan);

    /** Lets go of the cluster; one that lives in this process alone ends. */
    @Override
    void close();
}
