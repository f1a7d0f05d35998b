package io.weir.runtime.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutorFactory;
import io.weir.plan.Plan;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import java.nio.file.Path;
import java.util.List;

/** Runs plans on the cluster whose JobManager is at {@code jobmanager.rpc.address}. For any thread. */
public final class RemotePlanExecutor implements PlanExecutor {
    private final Configuration configuration;

    /**
     * Creates an executor.
     *
     * @param configuration the options, which name the cluster
     */
    public RemotePlanExecutor(Configuration configuration) {
        this.configuration = new Configuration(configuration);
    }

    @Override
    public Configuration configuration() {
        return new Configuration(configuration);
    }

    @Override
    public JobClient submit(Plan plan) {
        JobGraph graph = JobGraphs.translate(plan);
        Configuration options = configuration().addAll(plan.configuration());
        List<Path> jars =
                options.get(CoreOptions.PIPELINE_JARS).stream().map(Path::of).toList();
        WeirClient client = WeirClient.connect(options);
        try {
            ClusterJobClient job = client.submit(graph, jars);
            return new ClusterJobClient(job.getJobID(), client.dispatcher(), client::close);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public String explain(Plan plan) {
        return JobGraphs.explain(plan);
    }

    /** Makes executors for the target {@code remote}. */
    public static final class Factory implements PlanExecutorFactory {
        @Override
        public String target() {
            return "remote";
        }

        @Override
        public PlanExecutor create(Configuration configuration) {
            return new RemotePlanExecutor(configuration);
        }
    }
}
