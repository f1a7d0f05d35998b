package io.weir.client.verify;

import io.weir.client.verify.DisturbedCluster.Look;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.VertexDetails;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Looks how the jobs of a cluster get on, and adds up what it has seen. One thread at a time owns it. */
final class JobWatch implements DisturbedCluster.Watch {
    /** A look that takes longer would not see what happens meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Configuration cluster;
    private final Map<JobId, Set<Long>> checkpoints = new HashMap<>();
    private final Map<JobId, Integer> restarts = new HashMap<>();
    private int restartsOfFormerLeaders;
    private WeirClient client;

    JobWatch(Configuration cluster) {
        this.cluster = new Configuration(cluster).set(ExecutionOptions.CLIENT_TIMEOUT, PATIENCE);
    }

    @Override
    public Look look() {
        try {
            return ask();
        } catch (WeirException e) {
            close();
            return new Look(true, false, countCheckpoints(), countRestarts(), 0);
        }
    }

    private Look ask() {
        if (client == null) {
            client = WeirClient.connect(cluster);
        }
        boolean active = false;
        boolean running = true;
        long records = 0;
        for (JobSummary job : client.list()) {
            int before = restarts.getOrDefault(job.id(), 0);
            if (job.restarts() < before) {
                restartsOfFormerLeaders += before; // each leader counts anew
            }
            restarts.put(job.id(), job.restarts());
            for (CheckpointReport report : client.checkpoints(job.id())) {
                if (report.status() == CheckpointReport.Status.COMPLETED) {
                    checkpoints
                            .computeIfAbsent(job.id(), none -> new HashSet<>())
                            .add(report.id());
                }
            }
            if (!job.status().isTerminal()) {
                active = true;
                running &= runs(job);
                records += records(client.details(job.id()));
            }
        }
        return new Look(active, active && running, countCheckpoints(), countRestarts(), records);
    }

    private static boolean runs(JobSummary job) {
        return job.status() == JobStatus.RUNNING
                && job.tasks().running() > 0
                && job.tasks().running() + job.tasks().finished() == job.tasks().total();
    }

    private static long records(JobDetails job) {
        long records = 0;
        for (VertexDetails vertex : job.vertices()) {
            records += vertex.io().recordsIn() + vertex.io().recordsOut();
        }
        return records;
    }

    private int countCheckpoints() {
        return checkpoints.values().stream().mapToInt(Set::size).sum();
    }

    private int countRestarts() {
        return restartsOfFormerLeaders
                + restarts.values().stream().mapToInt(count -> count).sum();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
