package io.weir.runtime.graph;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.runtime.jobgraph.ExchangeKind;
import io.weir.runtime.jobgraph.JobEdge;
import java.util.List;

/** Decides which exchanges of a batch job are read when they are complete. Stateless. */
final class ExchangeKinds {
    private ExchangeKinds() {}

    /**
     * Decides.
     *
     * @param edges the exchanges of a batch job
     * @param options its options
     * @return the exchanges with their kinds
     */
    static List<JobEdge> decide(List<JobEdge> edges, Configuration options) {
        if (options.getOptional(CheckpointingOptions.INTERVAL).isPresent()) {
            return edges; // a checkpoint is one of all tasks, which have to run at the same time
        }
        ExchangeKind kind =
                switch (options.get(ExecutionOptions.BATCH_SHUFFLE_MODE)) {
                    case ALL_EXCHANGES_BLOCKING -> ExchangeKind.BLOCKING;
                    case ALL_EXCHANGES_PIPELINED -> ExchangeKind.PIPELINED;
                    case AUTOMATIC -> ExchangeKind.EITHER;
                };
        return edges.stream().map(edge -> edge.as(kind)).toList();
    }
}
