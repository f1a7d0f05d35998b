package io.weir.client;

import io.weir.execution.JobId;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import java.util.List;

/**
 * A way to a cluster that was there before, and to let go of it.
 *
 * @param client the way to it
 * @param place what to tell the user about it; empty if nothing
 * @param onClose lets go of it
 */
record ClusterHandle(WeirClient client, String place, Runnable onClose) implements ClusterAccess.Connection {
    static ClusterHandle of(WeirClient client) {
        return new ClusterHandle(client, "", client::close);
    }

    static ClusterHandle of(DeployedCluster cluster) {
        return new ClusterHandle(cluster.client(), placeOf(cluster), cluster::close);
    }

    /** Returns the line that names an application and where people can look at it. */
    static String placeOf(DeployedCluster cluster) {
        String url = cluster.webOrTrackingUrl();
        return "YARN application " + cluster.applicationId() + (url.isEmpty() ? "" : ", " + url);
    }

    @Override
    public List<JobSummary> jobs() {
        return client.list();
    }

    @Override
    public JobDetails details(JobId job) {
        return client.details(job);
    }

    @Override
    public void cancel(JobId job) {
        client.cancel(job);
    }

    @Override
    public long requestCheckpoint(JobId job, CheckpointKind kind, String directory, String requestId) {
        return client.requestCheckpoint(job, kind, directory, requestId);
    }

    @Override
    public List<CheckpointReport> checkpoints(JobId job) {
        return client.checkpoints(job);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
