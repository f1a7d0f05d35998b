package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.plan.Plan;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.graph.JobGraphs;
import java.nio.file.Path;
import java.util.List;

/** Deploys each plan per job, as the command line does, and keeps the last cluster for the test to look at. */
final class DeployingExecutor implements PlanExecutor {
    private final Configuration options;
    private final List<Path> jars;
    private DeployedCluster cluster;

    DeployingExecutor(Configuration options, List<Path> jars) {
        this.options = options;
        this.jars = jars;
    }

    DeployedCluster cluster() {
        return cluster;
    }

    @Override
    public JobClient submit(Plan plan) {
        cluster = new YarnPerJobDeployer().deployJob(options, JobGraphs.translate(plan), jars);
        return cluster.job().orElseThrow();
    }

    @Override
    public String explain(Plan plan) {
        return JobGraphs.explain(plan);
    }
}
