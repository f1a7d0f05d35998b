package io.weir.runtime.jobmanager;

import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.protocol.ClusterInfo;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a batch job that waits for more slots than its cluster has, or is about to have, run in stages with those there are.
 *
 * <p>Thread: the JobManager's main thread. Life: until the job has its slots.
 */
final class FewSlots {
    private static final Logger LOG = LoggerFactory.getLogger(FewSlots.class);

    /** How long the TaskManagers of a cluster that starts have to come, and how often it is looked again. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final JobManagerServices services;
    private final FailureDetector.Host main;
    private final JobScheduler scheduler;
    private final BooleanSupplier waits;
    private final Runnable gather;

    /**
     * Creates it.
     *
     * @param waits whether the job still waits for its first slots
     * @param gather asks for slots again
     */
    FewSlots(
            JobManagerServices services,
            FailureDetector.Host main,
            JobScheduler scheduler,
            BooleanSupplier waits,
            Runnable gather) {
        this.services = services;
        this.main = main;
        this.scheduler = scheduler;
        this.waits = waits;
        this.gather = gather;
    }

    /** Looks after a while. */
    void watch() {
        main.schedule(WAIT, () -> {
            if (waits.getAsBoolean() && !scheduler.hasAllSlots()) {
                services.resourceManager()
                        .clusterInfo()
                        .whenCompleteAsync((cluster, failure) -> consider(failure == null ? cluster : null), main);
            }
        });
    }

    private void consider(ClusterInfo cluster) {
        if (!waits.getAsBoolean() || scheduler.hasAllSlots()) {
            return;
        }
        if (cluster == null
                || cluster.slots() == 0
                || cluster.slots() >= scheduler.requiredSlots()
                || cluster.pendingWorkers() > 0) {
            watch();
            return;
        }
        LOG.info(
                "The job wants {} slots, and the cluster has {}: it runs in stages.",
                scheduler.requiredSlots(),
                cluster.slots());
        scheduler.runInStages();
        gather.run();
    }
}
