package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.plan.Plan;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Sends jobs to a cluster that is there already; connects for the first one. One thread owns it. */
final class RemoteTarget implements Target {
    private final Supplier<WeirClient> connector;
    private final List<Path> jars;
    private WeirClient client;

    RemoteTarget(Supplier<WeirClient> connector, Configuration configuration) {
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
        var graph = JobGraphs.translate(plan);
        if (client == null) {
            client = connector.get();
        }
        return new LocalTarget.Job(client.submit(graph, jars), "");
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
