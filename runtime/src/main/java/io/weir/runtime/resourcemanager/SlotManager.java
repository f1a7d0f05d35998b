package io.weir.runtime.resourcemanager;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.ClusterInfo;
import io.weir.runtime.protocol.SlotReport;
import io.weir.runtime.protocol.SlotRequirement;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerRegistration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings the slots that jobs need and the slots that TaskManagers have together. It decides only; what follows from a
 * decision is done through {@link Actions}.
 *
 * <p>A job gets its slots all at once or not at all, or as many as it can do with if there are no more, so that two jobs never wait for each other's slots, and a job that
 * is too large for the cluster does not keep smaller ones from running. Slots are taken from the TaskManager that is
 * used least.
 *
 * <p>Thread: the ResourceManager's main thread.
 */
final class SlotManager {
    private final Actions actions;
    private final Supplier<AllocationId> allocationIds;
    private final int slotsPerWorker;
    private final Map<TaskManagerId, Worker> workers = new LinkedHashMap<>();
    private final Map<JobId, SlotRequirement> requirements = new LinkedHashMap<>();

    /** What the decisions lead to. */
    interface Actions {
        /** Gives a slot of a TaskManager to a job. */
        void allocate(TaskManagerRegistration worker, AllocationId allocation, SlotRequirement requirement);

        /** Says how many further TaskManagers would have to come for all jobs to run. */
        void workersMissing(int count);
    }

    /** A registered TaskManager with the use of its slots. */
    private static final class Worker {
        private final TaskManagerRegistration registration;
        private final Map<AllocationId, Allocation> allocations = new LinkedHashMap<>();
        private long version;
        private Instant idleSince;

        Worker(TaskManagerRegistration registration, Instant now) {
            this.registration = registration;
            this.idleSince = now;
        }

        int slots() {
            return registration.report().slots();
        }

        int free() {
            return slots() - allocations.size();
        }

        double use() {
            return (double) allocations.size() / slots();
        }
    }

    /** The use of a slot; until the TaskManager has confirmed it, its reports do not show it. */
    private record Allocation(JobId job, boolean confirmed) {}

    /**
     * Creates a manager of no slots.
     *
     * @param actions what its decisions lead to
     * @param allocationIds makes ids that were never used before
     * @param slotsPerWorker how many slots a TaskManager has that is yet to be started
     */
    SlotManager(Actions actions, Supplier<AllocationId> allocationIds, int slotsPerWorker) {
        this.actions = actions;
        this.allocationIds = allocationIds;
        this.slotsPerWorker = slotsPerWorker;
    }

    /** Takes in a TaskManager, or takes it in again. */
    void register(TaskManagerRegistration registration, Instant now) {
        Worker worker = new Worker(registration, now);
        workers.put(registration.location().id(), worker);
        apply(worker, registration.report(), now);
        assign();
    }

    /** Takes note of what a TaskManager's slots are used for; returns false if it is not registered. */
    boolean report(SlotReport report, Instant now) {
        Worker worker = workers.get(report.taskManager());
        if (worker == null) {
            return false;
        }
        if (report.version() >= worker.version) {
            apply(worker, report, now);
            assign();
        }
        return true;
    }

    private static void apply(Worker worker, SlotReport report, Instant now) {
        worker.version = report.version();
        boolean wasIdle = worker.allocations.isEmpty();
        worker.allocations.values().removeIf(Allocation::confirmed);
        report.allocations().forEach(used -> worker.allocations.put(used.id(), new Allocation(used.job(), true)));
        if (!wasIdle && worker.allocations.isEmpty()) {
            worker.idleSince = now;
        }
    }

    /** The TaskManager has taken the slot; its reports show that from the given version on. */
    void confirm(TaskManagerId id, AllocationId allocation, long version) {
        Worker worker = workers.get(id);
        if (worker != null && worker.version < version) {
            worker.version = version;
            worker.allocations.computeIfPresent(allocation, (same, used) -> new Allocation(used.job(), true));
        } else if (worker != null) {
            // A later report is known already: it says whether the slot is still in use.
            worker.allocations.computeIfPresent(allocation, (same, used) -> used.confirmed() ? used : null);
        }
    }

    /** The TaskManager has not taken the slot. Its next report says what is free. */
    void refuse(TaskManagerId id, AllocationId allocation) {
        Worker worker = workers.get(id);
        if (worker != null) {
            worker.allocations.remove(allocation);
        }
    }

    /** Forgets a TaskManager; returns the jobs that had slots on it. */
    List<SlotRequirement> remove(TaskManagerId id) {
        Worker worker = workers.remove(id);
        if (worker == null) {
            return List.of();
        }
        return worker.allocations.values().stream()
                .map(Allocation::job)
                .distinct()
                .map(requirements::get)
                .filter(known -> known != null)
                .toList();
    }

    /** Works towards what a job needs from now on. */
    void require(SlotRequirement requirement) {
        requirements.put(requirement.job(), requirement);
        assign();
    }

    /** Forgets what a job needs. Its slots become free when the TaskManagers report so. */
    void forget(JobId job) {
        requirements.remove(job);
        assign();
    }

    /** Gives free slots to the jobs that can have all they need, in the order in which they came. */
    void assign() {
        int missing = 0;
        int free = freeSlots();
        for (SlotRequirement requirement : List.copyOf(requirements.values())) {
            int needed = requirement.slots() - allocated(requirement.job());
            if (needed <= 0) {
                continue;
            }
            if (needed <= free) {
                allocate(requirement, needed);
                free -= needed;
            } else {
                missing += needed;
                if (free > 0 && needed - free <= requirement.slots() - requirement.least()) {
                    allocate(requirement, free);
                    missing -= free;
                    free = 0;
                }
            }
        }
        int beyondFree = Math.max(0, missing - free);
        actions.workersMissing((beyondFree + slotsPerWorker - 1) / slotsPerWorker);
    }

    private void allocate(SlotRequirement requirement, int count) {
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Worker worker = workers.values().stream()
                    .filter(candidate -> candidate.free() > 0)
                    .min(Comparator.comparingDouble(Worker::use))
                    .orElseThrow();
            AllocationId allocation = allocationIds.get();
            worker.allocations.put(allocation, new Allocation(requirement.job(), false));
            calls.add(() -> actions.allocate(worker.registration, allocation, requirement));
        }
        calls.forEach(Runnable::run);
    }

    private int allocated(JobId job) {
        return (int) workers.values().stream()
                .flatMap(worker -> worker.allocations.values().stream())
                .filter(allocation -> allocation.job().equals(job))
                .count();
    }

    private int freeSlots() {
        return workers.values().stream().mapToInt(Worker::free).sum();
    }

    /** Returns the jobs that wait for slots. */
    List<SlotRequirement> waiting() {
        return requirements.values().stream()
                .filter(requirement -> allocated(requirement.job()) < requirement.slots())
                .toList();
    }

    /** Returns the TaskManagers that no job has used for a time. */
    List<TaskManagerId> idle(Instant now, Duration time) {
        return workers.values().stream()
                .filter(worker -> worker.allocations.isEmpty() && !now.isBefore(worker.idleSince.plus(time)))
                .map(worker -> worker.registration.location().id())
                .toList();
    }

    /** Returns how a TaskManager registered, if it has. */
    Optional<TaskManagerRegistration> find(TaskManagerId id) {
        return Optional.ofNullable(workers.get(id)).map(worker -> worker.registration);
    }

    /** Returns the registered TaskManagers. */
    List<ClusterInfo.TaskManagerInfo> describe() {
        return workers.values().stream()
                .map(worker -> new ClusterInfo.TaskManagerInfo(
                        worker.registration.location(),
                        worker.slots(),
                        worker.free(),
                        worker.registration.processMemory()))
                .toList();
    }
}
