package io.weir.runtime.jobmanager;

import io.weir.runtime.jobgraph.Connections;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.OutputSpec;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Writes down for each instance what it reads and what it makes, once all instances have their slots.
 *
 * <p>Thread: the JobManager's main thread.
 */
final class TaskWiring {
    private final ExecutionGraph executions;
    private final List<BlobKey> jars;
    private final Function<Execution, TaskRestore> restores;

    /**
     * Creates it.
     *
     * @param restores says what an attempt starts from
     */
    TaskWiring(ExecutionGraph executions, List<BlobKey> jars, Function<Execution, TaskRestore> restores) {
        this.executions = executions;
        this.jars = jars;
        this.restores = restores;
    }

    TaskSpec specOf(JobVertex vertex, Execution execution) {
        InstanceShare share = executions.shareOf(execution);
        List<OutputSpec> outputs = executions.graph().edges().stream()
                .filter(edge -> edge.source().equals(vertex.id()))
                .sorted(Comparator.comparingInt(JobEdge::sourceOutput))
                .map(edge -> output(edge, execution, vertex.parallelism()))
                .toList();
        return new TaskSpec(
                execution.id(),
                executions.graph().name(),
                vertex.name(),
                executions.parallelismOf(vertex),
                vertex.maxParallelism(),
                execution.slot().allocation(),
                vertex.chain(),
                inputs(vertex, execution.id().subtask(), share),
                outputs,
                executions.graph().configuration(),
                jars,
                restores.apply(execution),
                share == null ? null : share.parts(),
                executions.hashedInputOf(vertex.id()));
    }

    private List<InputSpec> inputs(JobVertex vertex, int subtask, InstanceShare share) {
        List<InputSpec> inputs = new ArrayList<>();
        int skipped = 0;
        for (JobEdge edge : executions.graph().inputsOf(vertex.id())) {
            List<Execution> producers = executions.of(edge.source());
            List<InputSpec.ChannelSource> channels = new ArrayList<>();
            if (share == null || edge.distribution() == Distribution.FORWARD) {
                addChannels(edge, subtask, vertex.parallelism(), channels);
            } else if (share.slice() == null || !share.slice().inputs().contains(edge.targetInput())) {
                for (int part = share.parts().begin(); part < share.parts().end(); part++) {
                    addChannels(edge, part, share.parts().of(), channels);
                }
            } else {
                // The slice counts the producers of all inputs that it is of.
                Connections.Range range = share.slice().among(skipped, producers.size());
                addChannels(edge, share.parts().begin(), share.parts().of(), range, channels);
                skipped += producers.size();
            }
            inputs.add(new InputSpec(channels));
        }
        return inputs;
    }

    /** Adds where the part comes from that is meant for a consumer. */
    private void addChannels(JobEdge edge, int consumer, int consumers, List<InputSpec.ChannelSource> channels) {
        int producers = executions.of(edge.source()).size();
        addChannels(
                edge,
                consumer,
                consumers,
                Connections.producersOf(edge.distribution(), consumer, producers, consumers),
                channels);
    }

    private void addChannels(
            JobEdge edge,
            int consumer,
            int consumers,
            Connections.Range range,
            List<InputSpec.ChannelSource> channels) {
        List<Execution> producers = executions.of(edge.source());
        for (int producer = range.begin(); producer < range.end(); producer++) {
            Execution source = producers.get(producer);
            if (source.isLeftOut()) {
                continue;
            }
            Connections.Range fed = Connections.consumersOf(edge.distribution(), producer, producers.size(), consumers);
            channels.add(new InputSpec.ChannelSource(
                    new PartitionId(source.id(), edge.sourceOutput()),
                    consumer - fed.begin(),
                    source.slot().location()));
        }
    }

    private OutputSpec output(JobEdge edge, Execution execution, int producers) {
        List<Execution> targets = executions.of(edge.target());
        Connections.Range range =
                Connections.consumersOf(edge.distribution(), execution.id().subtask(), producers, targets.size());
        PartitionId partition = new PartitionId(execution.id(), edge.sourceOutput());
        if (edge.isBlocking()) {
            return OutputSpec.blocking(partition, range.end() - range.begin());
        }
        List<TaskManagerLocation> locations = targets.subList(range.begin(), range.end()).stream()
                .map(target -> target.slot().location())
                .toList();
        return new OutputSpec(partition, locations);
    }
}
