package io.weir.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an iteration begins: in the first superstep it gives its input to what follows, in each later one what the
 * superstep before has made for it.
 *
 * @param settings what the program said beyond the operation
 * @param input the first partial solution, or the first workset
 * @param solutionSet the first solution set if there is one; partitioned by its key
 * @param iteration the iteration
 * @param <T> the type of the partial solution, or of the workset
 * @param <S> the type of the solution set
 */
public record IterationHeadTransformation<T, S>(
        OperatorSettings<T> settings,
        Transformation<T> input,
        Optional<Transformation<S>> solutionSet,
        Iteration iteration)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        List<Transformation<?>> inputs = new ArrayList<>();
        inputs.add(input);
        solutionSet.ifPresent(inputs::add);
        return inputs;
    }
}
