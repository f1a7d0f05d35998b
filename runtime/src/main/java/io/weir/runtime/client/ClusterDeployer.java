package io.weir.runtime.client;

import io.weir.configuration.Configuration;
import io.weir.runtime.jobgraph.JobGraph;
import java.nio.file.Path;
import java.util.List;

/** Brings clusters up on one kind of cluster manager. Found with {@link java.util.ServiceLoader}. For any thread. */
public interface ClusterDeployer {
    /** Returns the value of {@code execution.target} that this deployer serves. */
    String target();

    /**
     * Deploys a cluster that runs one job and ends with it.
     *
     * @param configuration the options
     * @param graph the job
     * @param jars what the program's class loader is made of, as local files
     * @return the cluster, once it has accepted the job
     * @throws io.weir.util.WeirException if it cannot be deployed; then nothing is left of it
     */
    DeployedCluster deployJob(Configuration configuration, JobGraph graph, List<Path> jars);

    /**
     * Deploys a cluster that takes jobs until it is shut down.
     *
     * @param configuration the options
     * @return the cluster, once it takes jobs
     * @throws io.weir.util.WeirException if it cannot be deployed; then nothing is left of it
     */
    DeployedCluster deploySession(Configuration configuration);

    /**
     * Finds a cluster that was deployed before.
     *
     * @param configuration the options, which name it
     * @return the cluster
     * @throws io.weir.util.WeirException if there is none
     */
    DeployedCluster retrieve(Configuration configuration);
}
