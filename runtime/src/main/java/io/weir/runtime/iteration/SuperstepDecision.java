package io.weir.runtime.iteration;

import io.weir.functions.iteration.Aggregator;
import io.weir.functions.iteration.ConvergenceCriterion;
import io.weir.runtime.operators.LoopSpec;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from the reports of all tasks of an iteration: each head comes to the same decision, because each gets the
 * same reports in the same order.
 *
 * @param last whether the superstep that has ended was the last
 * @param aggregates what all of them have aggregated
 */
public record SuperstepDecision(boolean last, Map<String, Serializable> aggregates) {
    /**
     * Decides.
     *
     * @param spec the iteration; its aggregators are used, and left without values
     * @param superstep the superstep that has ended
     * @param reports of all tasks
     */
    public static SuperstepDecision of(LoopSpec spec, int superstep, List<SuperstepReport> reports) {
        Map<String, Serializable> aggregates = new HashMap<>();
        spec.aggregators().forEach((name, aggregator) -> aggregates.put(name, combine(name, aggregator, reports)));
        LoopSpec.Ends ends = spec.ends();
        boolean empty = ends.whenEmpty() && reports.stream().allMatch(report -> report.continuing() == 0);
        boolean last = superstep >= ends.maxSupersteps()
                || empty
                || ends.criterion() != null && isConverged(ends, superstep, aggregates.get(ends.convergesBy()));
        return new SuperstepDecision(last, aggregates);
    }

    @SuppressWarnings("unchecked") // the reports hold what aggregators of that name have given
    private static <T extends Serializable> T combine(
            String name, Aggregator<T> aggregator, List<SuperstepReport> reports) {
        aggregator.reset();
        reports.forEach(report -> aggregator.aggregate((T) report.aggregates().get(name)));
        T aggregate = aggregator.getAggregate();
        return aggregate;
    }

    @SuppressWarnings("unchecked") // the plan gives each criterion the aggregator of its type
    private static <T extends Serializable> boolean isConverged(LoopSpec.Ends ends, int superstep, Serializable value) {
        return ((ConvergenceCriterion<T>) ends.criterion()).isConverged(superstep, (T) value);
    }
}
