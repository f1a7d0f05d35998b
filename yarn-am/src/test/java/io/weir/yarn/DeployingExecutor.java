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
    private final Configuration programOptions;
    private DeployedCluster cluster;

    /**
     * Creates it.
     *
     * @param options the options of the clusters
     * @param jars the programs' classes
     * @param programOptions what programs start from
     */
    DeployingExecutor(Configuration options, List<Path> jars, Configuration programOptions) {
        this.options = options;
        this.jars = jars;
        this.programOptions = programOptions;
    }

    @Override
    public Configuration configuration() {
        return programOptions;
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
