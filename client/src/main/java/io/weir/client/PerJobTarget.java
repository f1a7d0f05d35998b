package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.execution.JobId;
import io.weir.plan.Plan;
import io.weir.runtime.client.ClusterDeployer;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.JobDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Deploys a cluster for each job, which ends with the job. One thread owns it. */
final class PerJobTarget implements Target {
    private final Console console;
    private final ClusterDeployer deployer;
    private final Configuration configuration;
    private final List<DeployedCluster> clusters = new ArrayList<>();

    PerJobTarget(Console console, ClusterDeployer deployer, Configuration configuration) {
        this.console = console;
        this.deployer = deployer;
        this.configuration = configuration;
    }

    @Override
    public SubmittedJob submit(Plan plan) {
        JobGraph graph = JobGraphs.translate(plan);
        console.err().println("Starting a YARN application for the job ...");
        DeployedCluster cluster = deployer.deployJob(
                new Configuration(configuration).addAll(plan.configuration()),
                graph,
                RemoteTarget.jarsOf(configuration));
        clusters.add(cluster);
        return new Job(cluster, cluster.job().orElseThrow(), graph.jobId());
    }

    @Override
    public void close() {
        clusters.forEach(DeployedCluster::close);
    }

    /**
     * The job of a cluster.
     *
     * @param cluster the cluster
     * @param client the handle
     * @param id the job
     */
    private record Job(DeployedCluster cluster, JobClient client, JobId id) implements SubmittedJob {
        @Override
        public CompletableFuture<JobDetails> details() {
            return cluster.client().dispatcher().jobDetails(id);
        }

        @Override
        public String place() {
            return ClusterHandle.placeOf(cluster);
        }
    }
}
