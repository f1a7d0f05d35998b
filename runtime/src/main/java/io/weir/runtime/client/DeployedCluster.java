package io.weir.runtime.client;

import io.weir.execution.JobClient;
import java.util.Optional;

/** A cluster that a {@link ClusterDeployer} has deployed or found. For any thread. */
public interface DeployedCluster extends AutoCloseable {
    /** Returns the name that the cluster manager has given to it. */
    String applicationId();

    /** Returns where people can look at it; empty if nowhere. */
    String webOrTrackingUrl();

    /** Returns the way to it; closed with this. */
    WeirClient client();

    /** Returns the job that it was deployed for, if it was deployed for one. */
    Optional<JobClient> job();

    /** Returns what the cluster manager says about the application's state or end; empty if nothing. */
    String diagnostics();

    /** Ends the application, whatever it does. */
    void kill();

    /** Lets go of the cluster without ending it. */
    @Override
    void close();
}
