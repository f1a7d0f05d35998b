package io.weir.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of an iteration: what its last superstep has made, or its solution set.
 *
 * @param settings what the program said beyond the operation
 * @param head where it begins
 * @param tails where its supersteps end
 * @param <R> the type of the result
 */
public record IterationTransformation<R>(
        OperatorSettings<R> settings,
        IterationHeadTransformation<?, ?> head,
        List<IterationTailTransformation<?>> tails)
        implements Transformation<R> {
    /** Takes a copy of the list. */
    public IterationTransformation {
        tails = List.copyOf(tails);
    }

    @Override
    public List<Transformation<?>> inputs() {
        List<Transformation<?>> inputs = new ArrayList<>();
        inputs.add(head);
        inputs.addAll(tails);
        return inputs;
    }
}
