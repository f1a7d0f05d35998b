package io.weir.runtime.jobmanager;

import io.weir.configuration.JobManagerOptions;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.protocol.ClusterInfo;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.SlotRequirement;
import io.weir.util.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Asks the ResourceManager for the slots of a job, and says what to do when they do not come in time.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job; it may begin again after it has ended, because slots were
 * lost.
 */
final class SlotGathering {
    private final JobManagerServices services;
    private final FailureDetector.Host main;
    private final Supplier<SlotRequirement> requirement;
    private final IntSupplier assigned;
    private final BooleanSupplier takesTurns;
    private final Consumer<FailureInfo> onFailure;
    private ScheduledFuture<?> alarm;
    private boolean ended;

    /**
     * Creates it.
     *
     * @param requirement what the job wants
     * @param assigned how many slots it has
     * @param takesTurns whether those that run leave their slots to those that wait
     * @param onFailure takes the reason if slots do not come
     */
    SlotGathering(
            JobManagerServices services,
            FailureDetector.Host main,
            Supplier<SlotRequirement> requirement,
            IntSupplier assigned,
            BooleanSupplier takesTurns,
            Consumer<FailureInfo> onFailure) {
        this.services = services;
        this.main = main;
        this.requirement = requirement;
        this.assigned = assigned;
        this.takesTurns = takesTurns;
        this.onFailure = onFailure;
    }

    void start() {
        end();
        ended = false;
        setAlarm();
        services.resourceManager()
                .requestSlots(requirement.get())
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure != null && !ended) {
                                onFailure.accept(Failures.describe(failure));
                            }
                        },
                        main);
    }

    private void setAlarm() {
        Duration timeout = services.configuration().get(JobManagerOptions.SLOT_REQUEST_TIMEOUT);
        alarm = main.schedule(timeout, () -> explain(timeout));
    }

    /** Lets a job that can run in stages do so if its cluster has too few slots, as long as it waits for its first ones. */
    void orInStages(JobScheduler scheduler, BooleanSupplier waits) {
        if (scheduler.mayRunInStages()) {
            new FewSlots(services, main, scheduler, waits, this::start).watch();
        }
    }

    private void explain(Duration timeout) {
        services.resourceManager()
                .clusterInfo()
                .whenCompleteAsync(
                        (cluster, failure) -> {
                            if (ended
                                    || assigned.getAsInt() >= requirement.get().slots()) {
                                return;
                            }
                            if (takesTurns.getAsBoolean()) {
                                setAlarm(); // tasks that run will leave their slots to those that wait
                            } else {
                                onFailure.accept(
                                        failure == null ? missing(timeout, cluster) : Failures.describe(failure));
                            }
                        },
                        main);
    }

    private FailureInfo missing(Duration timeout, ClusterInfo cluster) {
        int needed = requirement.get().slots();
        int had = Math.max(assigned.getAsInt(), Math.min(needed, cluster.freeSlots()));
        String pending = cluster.pendingWorkers() == 0
                ? ""
                : ", and waits for " + cluster.pendingWorkers() + " more that it has asked for";
        String problem = cluster.problem().isEmpty() ? "" : " The last problem there: " + cluster.problem();
        return Failures.of(
                ErrorCode.RESOURCES,
                "The job needs " + needed + " slots and " + (needed - had) + " of them are missing after "
                        + timeout.toMillis() + " ms: the cluster has "
                        + cluster.taskManagers().size()
                        + " TaskManagers with " + cluster.slots() + " slots, of which " + cluster.freeSlots()
                        + " are free" + pending
                        + ". Start more TaskManagers, raise taskmanager.numberOfTaskSlots, lower the parallelism, or"
                        + " wait longer with slot.request.timeout." + problem);
    }

    /** Says that no slot can be had. */
    void unavailable(String diagnostics) {
        if (!ended) {
            onFailure.accept(Failures.of(
                    ErrorCode.RESOURCES,
                    "The job needs " + requirement.get().slots() + " slots and cannot get them: " + diagnostics));
        }
    }

    /** Returns whether it does not wait for slots. */
    boolean hasEnded() {
        return ended;
    }

    /** The slots are there, or not wanted any more. */
    void end() {
        ended = true;
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** Tells the ResourceManager that the job needs nothing any more. */
    void release() {
        end();
        services.resourceManager().jobTerminated(requirement.get().job());
    }
}
