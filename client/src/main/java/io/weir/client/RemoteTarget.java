package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.plan.Plan;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Sends jobs to a cluster that is there already; connects for the first one. One thread owns it. */
final class RemoteTarget implements Target {
    private final Supplier<ClusterHandle> connector;
    private final List<Path> jars;
    private ClusterHandle cluster;

    RemoteTarget(Supplier<ClusterHandle> connector, Configuration configuration) {
        this.connector = connector;
        this.jars = jarsOf(configuration);
    }

    /** Returns the jars of the program. */
    static List<Path> jarsOf(Configuration configuration) {
        return configuration.get(CoreOptions.PIPELINE_JARS).stream()
                .map(Path::of)
                .toList();
    }

    @Override
    public SubmittedJob submit(Plan plan) {
        JobGraph graph = JobGraphs.translate(plan); // a plan that cannot run is refused without a cluster
        if (cluster == null) {
            cluster = connector.get();
        }
        return new LocalTarget.Job(cluster.client().submit(graph, jars), cluster.place());
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
    }
}
