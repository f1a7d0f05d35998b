package io.weir.runtime.jobmanager;

import io.weir.runtime.jobgraph.Connections;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.OutputSpec;
import io.weir.runtime.protocol.PartShare;
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
        PartShare share = executions.shareOf(execution);
        List<InputSpec> inputs = executions.graph().edges().stream()
                .filter(edge -> edge.target().equals(vertex.id()))
                .sorted(Comparator.comparingInt(JobEdge::targetInput))
                .map(edge -> input(edge, execution.id().subtask(), vertex.parallelism(), share))
                .toList();
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
                inputs,
                outputs,
                executions.graph().configuration(),
                jars,
                restores.apply(execution),
                share);
    }

    private InputSpec input(JobEdge edge, int subtask, int parallelism, PartShare share) {
        List<InputSpec.ChannelSource> channels = new ArrayList<>();
        if (share == null || edge.distribution() == Distribution.FORWARD) {
            addChannels(edge, subtask, parallelism, channels);
        } else {
            for (int part = share.begin(); part < share.end(); part++) {
                addChannels(edge, part, share.of(), channels);
            }
        }
        return new InputSpec(channels);
    }

    /** Adds where the part comes from that is meant for a consumer. */
    private void addChannels(JobEdge edge, int consumer, int consumers, List<InputSpec.ChannelSource> channels) {
        List<Execution> producers = executions.of(edge.source());
        Connections.Range range = Connections.producersOf(edge.distribution(), consumer, producers.size(), consumers);
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
