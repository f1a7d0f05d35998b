package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.plan.Plan;
import io.weir.runtime.client.ClusterJobClient;
import io.weir.runtime.client.LocalPlanExecutor;
import io.weir.runtime.protocol.JobDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs each job in this process, on a cluster of its own, which ends with the command. One thread owns it. */
final class LocalTarget implements Target {
    private final LocalPlanExecutor executor;
    private final List<JobClient> clients = new ArrayList<>();

    LocalTarget(Configuration configuration) {
        this.executor = new LocalPlanExecutor(configuration);
    }

    @Override
    public SubmittedJob submit(Plan plan) {
        ClusterJobClient client = executor.submit(plan);
        clients.add(client);
        return new Job(client, "");
    }

    @Override
    public void close() {
        clients.forEach(JobClient::close);
    }

    /**
     * A job that is seen through its Dispatcher.
     *
     * @param client the handle
     * @param place what to tell the user beside the id
     */
    record Job(ClusterJobClient client, String place) implements SubmittedJob {
        @Override
        public CompletableFuture<JobDetails> details() {
            return client.details();
        }
    }
}
