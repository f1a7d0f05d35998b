package io.weir.runtime.minicluster;

import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.plan.Plan;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import java.util.List;

/** Sends the programs of a test to a cluster in this process. */
public record ClusterExecutor(MiniCluster cluster) implements PlanExecutor {
    /** Runs a program whose jobs go to a cluster. */
    public static void on(MiniCluster cluster, Program program) throws Exception {
        PlanExecutors.setContext(new ClusterExecutor(cluster));
        try {
            program.run();
        } finally {
            PlanExecutors.setContext(null);
        }
    }

    /** A program. */
    public interface Program {
        /** Runs. */
        void run() throws Exception;
    }

    @Override
    public JobClient submit(Plan plan) {
        return WeirClient.of(cluster.dispatcher(), new Configuration()).submit(JobGraphs.translate(plan), List.of());
    }

    @Override
    public String explain(Plan plan) {
        return JobGraphs.explain(plan);
    }
}
