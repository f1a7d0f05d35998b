package io.weir.runtime.jobmanager;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import java.util.ArrayList;
import java.util.List;

/** Job graphs without a program, for tests of what is decided before one runs. */
final class Graphs {
    private Graphs() {}

    static JobVertex vertex(String name, int parallelism, String group) {
        return new JobVertex(
                new VertexId(name),
                name,
                parallelism,
                128,
                group,
                new byte[0],
                new byte[0],
                List.of(),
                List.of(),
                List.of(),
                true);
    }

    static JobEdge edge(JobVertex source, JobVertex target, Distribution distribution) {
        return new JobEdge(source.id(), 0, target.id(), 0, distribution, distribution.name());
    }

    static JobGraph graph(List<JobVertex> vertices, JobEdge... edges) {
        return new JobGraph(JobId.random(), "test", vertices, List.of(edges), new Configuration(), false);
    }

    static TaskManagerLocation location(String taskManager) {
        return new TaskManagerLocation(new TaskManagerId(taskManager), "host", 1);
    }

    static List<AssignedSlot> slots(String taskManager, int count) {
        List<AssignedSlot> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.add(new AssignedSlot(new AllocationId(taskManager + "-" + i), location(taskManager)));
        }
        return slots;
    }
}
