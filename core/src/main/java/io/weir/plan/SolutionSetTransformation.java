package io.weir.plan;

import java.util.List;

/**
 * Stands for the solution set within its iteration. It can be joined and co-grouped by its key, and nothing else: its records stay
 * where they are.
 *
 * @param settings what the program said beyond the operation
 * @param head where the iteration begins
 * @param <S> the type of the records
 */
public record SolutionSetTransformation<S>(OperatorSettings<S> settings, IterationHeadTransformation<?, S> head)
        implements Transformation<S> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(head);
    }
}
