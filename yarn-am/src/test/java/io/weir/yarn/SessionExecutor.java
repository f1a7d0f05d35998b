package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.plan.Plan;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.graph.JobGraphs;
import java.nio.file.Path;
import java.util.List;

/**
 * Sends plans to a session.
 *
 * @param session takes them
 * @param jars the programs' classes
 * @param configuration what programs start from
 */
record SessionExecutor(DeployedCluster session, List<Path> jars, Configuration configuration) implements PlanExecutor {
    @Override
    public JobClient submit(Plan plan) {
        return session.client().submit(JobGraphs.translate(plan), jars);
    }

    @Override
    public String explain(Plan plan) {
        return JobGraphs.explain(plan);
    }
}
