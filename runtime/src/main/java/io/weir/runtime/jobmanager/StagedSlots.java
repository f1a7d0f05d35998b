package io.weir.runtime.jobmanager;

import io.weir.configuration.FailoverScope;
import io.weir.runtime.failover.FailoverStrategy;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.TaskManagerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds slots for the tasks of a job that runs in stages, with as many slots as there are: what hands records on while it
 * makes them needs its slots at the same time, all else comes in turn. As elsewhere a slot holds at most one instance of
 * each vertex at a time, and only vertices of one sharing group.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class StagedSlots {
    private final ExecutionGraph executions;
    private final FailoverStrategy regions;
    private final Map<VertexId, String> groups;

    /** What runs in slots, as far as it is known or planned. */
    private static final class Use {
        final Map<AllocationId, Set<VertexId>> vertices = new HashMap<>();
        final Map<AllocationId, String> groups = new HashMap<>();

        void add(AssignedSlot slot, VertexId vertex, String group) {
            vertices.computeIfAbsent(slot.allocation(), none -> new HashSet<>()).add(vertex);
            groups.put(slot.allocation(), group);
        }

        int of(AssignedSlot slot) {
            return vertices.getOrDefault(slot.allocation(), Set.of()).size();
        }

        boolean admits(AssignedSlot slot, Set<VertexId> wanted, String group) {
            Set<VertexId> there = vertices.getOrDefault(slot.allocation(), Set.of());
            return wanted.stream().noneMatch(there::contains)
                    && groups.getOrDefault(slot.allocation(), group).equals(group);
        }
    }

    StagedSlots(ExecutionGraph executions) {
        this.executions = executions;
        this.regions = FailoverStrategy.of(FailoverScope.REGION, executions.graph());
        this.groups = executions.graph().vertices().stream()
                .collect(Collectors.toMap(JobVertex::id, JobVertex::slotSharingGroup));
    }

    /** Returns with how many slots all can run, one after the other. */
    int least() {
        return executions
                .all()
                .map(execution -> regionOf(execution).values().stream()
                        .mapToInt(StagedSlots::width)
                        .sum())
                .max(Comparator.naturalOrder())
                .orElse(1);
    }

    /** Returns what runs at the same time as a task, by sharing group and vertex, in the order of the instances. */
    private Map<String, Map<VertexId, List<Execution>>> regionOf(Execution execution) {
        return regions.affectedBy(List.of(execution.instance())).stream()
                .sorted(Comparator.comparingInt(TaskInstance::subtask))
                .map(executions::of)
                .collect(Collectors.groupingBy(
                        member -> groups.get(member.id().vertex()),
                        LinkedHashMap::new,
                        Collectors.groupingBy(
                                member -> member.id().vertex(), LinkedHashMap::new, Collectors.toList())));
    }

    private static int width(Map<VertexId, List<Execution>> members) {
        return members.values().stream().mapToInt(List::size).max().orElse(0);
    }

    /**
     * Finds slots for tasks that can be sent.
     *
     * @param slots the slots of the job
     * @return those that can be sent now, with their slots
     */
    Map<Execution, AssignedSlot> find(Collection<AssignedSlot> slots) {
        Use use = use();
        Map<Execution, AssignedSlot> found = new LinkedHashMap<>();
        Set<Execution> seen = new HashSet<>();
        for (Execution execution : executions.deployable()) {
            if (seen.add(execution)) {
                Map<String, Map<VertexId, List<Execution>>> region = regionOf(execution);
                region.values().stream()
                        .flatMap(members -> members.values().stream())
                        .forEach(seen::addAll);
                found.putAll(place(region, slots, use));
            }
        }
        return found;
    }

    private Use use() {
        Use use = new Use();
        executions
                .allAttempts()
                .filter(execution -> !execution.isOver())
                .forEach(execution -> use.add(
                        execution.slot(),
                        execution.id().vertex(),
                        groups.get(execution.id().vertex())));
        return use;
    }

    /** Finds a slot on another TaskManager for a second attempt of a task. */
    Optional<AssignedSlot> spareFor(Execution slow, Collection<AssignedSlot> slots) {
        Use use = use();
        VertexId vertex = slow.id().vertex();
        return slots.stream()
                .filter(slot ->
                        !slot.location().id().equals(slow.slot().location().id()))
                .filter(slot -> use.admits(slot, Set.of(vertex), groups.get(vertex)))
                .min(Comparator.comparingInt(use::of));
    }

    /** Finds slots for all of a region, or for nothing of it. */
    private Map<Execution, AssignedSlot> place(
            Map<String, Map<VertexId, List<Execution>>> region, Collection<AssignedSlot> slots, Use use) {
        Map<Execution, AssignedSlot> found = new LinkedHashMap<>();
        Set<AllocationId> taken = new HashSet<>();
        for (Map.Entry<String, Map<VertexId, List<Execution>>> group : region.entrySet()) {
            Map<VertexId, List<Execution>> members = group.getValue();
            int width = width(members);
            Set<TaskManagerId> near = producersOf(members);
            List<AssignedSlot> candidates = slots.stream()
                    .filter(slot -> !taken.contains(slot.allocation()))
                    .filter(slot -> use.admits(slot, members.keySet(), group.getKey()))
                    .sorted(Comparator.<AssignedSlot>comparingInt(use::of)
                            .thenComparing(
                                    slot -> !near.contains(slot.location().id())))
                    .limit(width)
                    .sorted(Comparator.comparing(slot -> slot.location().id().value()))
                    .toList();
            if (candidates.size() < width) {
                return Map.of();
            }
            candidates.forEach(slot -> taken.add(slot.allocation()));
            members.values().forEach(instances -> spread(instances, candidates, found));
        }
        found.forEach((execution, slot) ->
                use.add(slot, execution.id().vertex(), groups.get(execution.id().vertex())));
        return found;
    }

    private static void spread(
            List<Execution> instances, List<AssignedSlot> slots, Map<Execution, AssignedSlot> found) {
        for (int i = 0; i < instances.size(); i++) {
            found.put(instances.get(i), slots.get((int) ((long) i * slots.size() / instances.size())));
        }
    }

    /** Returns where what is read was made, of exchanges in which each reads from few. */
    private Set<TaskManagerId> producersOf(Map<VertexId, List<Execution>> members) {
        List<JobEdge> edges = executions.graph().edges().stream()
                .filter(edge -> edge.isBlocking()
                        && edge.distribution() != Distribution.ALL_TO_ALL
                        && members.containsKey(edge.target()))
                .toList();
        List<Execution> producers = new ArrayList<>();
        edges.forEach(edge -> members.get(edge.target())
                .forEach(member -> executions.producersOf(edge, member).forEach(producers::add)));
        return producers.stream()
                .map(producer -> producer.slot().location().id())
                .collect(Collectors.toSet());
    }
}
