package io.weir.runtime.batch;

import io.weir.runtime.operators.ChainSpec;
import java.util.ArrayList;
import java.util.List;

/** Lets a join hash what has turned out to be the smaller of its inputs. Stateless. */
public final class HashedInput {
    private HashedInput() {}

    /**
     * Chooses what a chain's first operator hashes. Its other input waits meanwhile: both are complete.
     *
     * @param chain a chain that begins with a hash join
     * @param input the input, 0 or 1
     * @return the same chain with another first operator
     */
    public static ChainSpec chosen(ChainSpec chain, int input) {
        List<ChainSpec.Node> nodes = new ArrayList<>(chain.nodes());
        ChainSpec.Node head = nodes.get(0);
        HashJoinOperator.Spec<?, ?, ?, ?> join = (HashJoinOperator.Spec<?, ?, ?, ?>) head.spec();
        nodes.set(
                0,
                new ChainSpec.Node(
                        head.name(),
                        head.uid(),
                        join.hashing(input == 0),
                        head.outputType(),
                        head.chained(),
                        head.exchanges(),
                        head.sideOutputs()));
        return new ChainSpec(nodes, chain.inputs(), chain.outputs(), chain.loop());
    }
}
