package io.weir.runtime.operators;

import io.weir.plan.Partitioning;
import io.weir.types.TypeInformation;
import java.io.Serializable;
import java.util.List;

/**
 * The operators of a task, with the exchanges at both ends.
 *
 * @param nodes the operators, each before those that take its output; the first is the head
 * @param inputs the types that the task's inputs carry; all of them feed the head
 * @param outputs the exchanges that the task writes to
 */
public record ChainSpec(List<Node> nodes, List<TypeInformation<?>> inputs, List<Exchange> outputs)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Takes copies of the lists. */
    public ChainSpec {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
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
     */
    public record Node(
            String name,
            String uid,
            OperatorSpec<?, ?> spec,
            TypeInformation<?> outputType,
            List<Integer> chained,
            List<Integer> exchanges)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Takes copies of the lists. */
        public Node {
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
