package io.weir.runtime.operators;

import io.weir.functions.iteration.Aggregator;
import io.weir.functions.iteration.ConvergenceCriterion;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The part of a chain in an iteration.
 *
 * @param id tells the iteration from the job's others
 * @param tasks how many tasks there are in the iteration, the instances of all its chains
 * @param head whether the chain begins with the iteration's head
 * @param inputs by input of the chain, what becomes of it from superstep to superstep
 * @param resultExchanges the exchanges of the chain that take the iteration's result, and are no part of it
 * @param repeatedShare which part of the slot's managed memory each repeated input of the chain may take
 * @param ends when the iteration ends
 * @param aggregators the aggregators of the iteration by their names
 */
public record LoopSpec(
        String id,
        int tasks,
        boolean head,
        List<InputKind> inputs,
        List<Integer> resultExchanges,
        double repeatedShare,
        Ends ends,
        Map<String, Aggregator<?>> aggregators)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Takes copies of the lists. */
    public LoopSpec {
        inputs = List.copyOf(inputs);
        resultExchanges = List.copyOf(resultExchanges);
        aggregators = Map.copyOf(aggregators);
    }

    /** What becomes of an input from superstep to superstep. */
    public enum InputKind {
        /** It has other records in each superstep. */
        CHANGING,
        /** Its records stay the same, and are given to the operator in each superstep. */
        REPEATED,
        /** Its records stay the same, and the operator may keep them; or it is read before the first superstep. */
        KEPT
    }

    /**
     * When an iteration ends.
     *
     * @param maxSupersteps after how many supersteps at the latest
     * @param whenEmpty whether it ends when there are no records where its tails say so
     * @param convergesBy the aggregator that the criterion looks at; null if there is no criterion
     * @param criterion decides by the aggregate; null if there is none
     */
    public record Ends(
            int maxSupersteps,
            boolean whenEmpty,
            String convergesBy,
            ConvergenceCriterion<? extends Serializable> criterion)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
