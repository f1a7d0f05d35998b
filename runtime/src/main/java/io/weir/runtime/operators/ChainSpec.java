package io.weir.runtime.operators;

import io.weir.plan.Partitioning;
import io.weir.types.TypeInformation;
import java.io.Serializable;
import java.util.List;

/**
 * The operators of a task, with the exchanges at both ends.
 *
 * @param nodes the operators, each before those that take its output; the first is the head
 * @param inputs the task's inputs; all of them feed the head
 * @param outputs the exchanges that the task writes to
 * @param loop the chain's part in an iteration, or null if it has none
 */
public record ChainSpec(List<Node> nodes, List<Input> inputs, List<Exchange> outputs, LoopSpec loop)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Takes copies of the lists. */
    public ChainSpec {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Makes one that is no part of an iteration. */
    public ChainSpec(List<Node> nodes, List<Input> inputs, List<Exchange> outputs) {
        this(nodes, inputs, outputs, null);
    }

    /**
     * One input.
     *
     * @param type the type of its records
     * @param ordinal which input of the head it feeds, from 0; several inputs that a union made one have the same
     */
    public record Input(TypeInformation<?> type, int ordinal) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * One operator.
     *
     * @param name the name people see
     * @param uid what its state is found by
     * @param spec how it is made
     * @param outputType the type of its output
     * @param chained the numbers of the nodes that take its output in this chain
     * @param exchanges the numbers of the exchanges that take its output
     * @param sideOutputs those of its side outputs that somebody takes
     */
    public record Node(
            String name,
            String uid,
            OperatorSpec<?, ?> spec,
            TypeInformation<?> outputType,
            List<Integer> chained,
            List<Integer> exchanges,
            List<SideOutput> sideOutputs)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Takes copies of the lists. */
        public Node {
            chained = List.copyOf(chained);
            exchanges = List.copyOf(exchanges);
            sideOutputs = List.copyOf(sideOutputs);
        }

        /** Makes one without side outputs. */
        public Node(
                String name,
                String uid,
                OperatorSpec<?, ?> spec,
                TypeInformation<?> outputType,
                List<Integer> chained,
                List<Integer> exchanges) {
            this(name, uid, spec, outputType, chained, exchanges, List.of());
        }
    }

    /**
     * A side output of an operator.
     *
     * @param id the name of its tag
     * @param type the type of its records
     * @param chained the numbers of the nodes that take it in this chain
     * @param exchanges the numbers of the exchanges that take it
     */
    public record SideOutput(String id, TypeInformation<?> type, List<Integer> chained, List<Integer> exchanges)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Takes copies of the lists. */
        public SideOutput {
            chained = List.copyOf(chained);
            exchanges = List.copyOf(exchanges);
        }
    }

    /**
     * One exchange.
     *
     * @param partitioning how records are distributed
     * @param type the type of the records
     * @param targetMaxParallelism the number of key groups of the vertex that reads, for distribution by key
     * @param bufferTimeoutMillis how long a record may wait in an open frame: 0 sends each record at once, -1 waits for
     *     full frames
     */
    public record Exchange(
            Partitioning<?> partitioning, TypeInformation<?> type, int targetMaxParallelism, long bufferTimeoutMillis)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
