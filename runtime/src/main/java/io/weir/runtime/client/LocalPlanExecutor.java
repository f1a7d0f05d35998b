package io.weir.runtime.client;

import io.weir.configuration.Configuration;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutorFactory;
import io.weir.plan.Plan;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.runtime.plugin.HadoopPlugin;
import java.util.List;

/**
 * Runs each plan in this process, on a cluster of its own with as many slots as the job needs. No port is opened. For any
 * thread.
 */
public final class LocalPlanExecutor implements PlanExecutor {
    private final Configuration configuration;

    /**
     * Creates an executor.
     *
     * @param configuration the options
     */
    public LocalPlanExecutor(Configuration configuration) {
        this.configuration = new Configuration(configuration);
    }

    @Override
    public Configuration configuration() {
        return new Configuration(configuration);
    }

    /** The program's classes are those of the calling thread's context class loader. */
    @Override
    public ClusterJobClient submit(Plan plan) {
        JobGraph graph = JobGraphs.translate(plan);
        Configuration options = configuration().addAll(plan.configuration());
        HadoopPlugin.install(options);
        MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(options, 1, graph.requiredSlots()));
        try {
            WeirClient.of(cluster.dispatcher(), options).submit(graph, List.of());
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        // A program that does not close its handle must not keep the cluster for ever.
        cluster.closeAfter(graph.jobId());
        return new ClusterJobClient(graph.jobId(), cluster.dispatcher(), cluster::close);
    }

    @Override
    public String explain(Plan plan) {
        return JobGraphs.explain(plan);
    }

    /** Makes executors for the target {@code local}. */
    public static final class Factory implements PlanExecutorFactory {
        @Override
        public String target() {
            return "local";
        }

        @Override
        public PlanExecutor create(Configuration configuration) {
            return new LocalPlanExecutor(configuration);
        }
    }
}
