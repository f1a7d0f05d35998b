package io.weir.execution;

import io.weir.plan.Iteration;
import io.weir.plan.IterationHeadTransformation;
import io.weir.plan.IterationTailTransformation;
import io.weir.plan.IterationTailTransformation.Role;
import io.weir.plan.IterationTransformation;
import io.weir.plan.OperatorSettings;
import io.weir.plan.SolutionSetTransformation;
import io.weir.plan.Transformation;
import java.util.List;
import java.util.Optional;

/** Adds iterations to programs. Stateless. */
public final class IterationOperations {
    private IterationOperations() {}

    /**
     * Begins an iteration.
     *
     * @param input the first partial solution, or the first workset
     * @param solutionSet the first solution set if there is one; partitioned by its key
     */
    public static <T, S> IterationHeadTransformation<T, S> head(
            Program program,
            Transformation<T> input,
            Optional<Transformation<S>> solutionSet,
            Iteration iteration,
            String name) {
        OperatorSettings<T> settings =
                program.newOperation(name, input.settings().outputType());
        IterationHeadTransformation<T, S> head =
                new IterationHeadTransformation<>(settings, input, solutionSet, iteration);
        program.add(head);
        return head;
    }

    /** Returns what stands for the solution set in the iteration. */
    public static <S> Transformation<S> solutionSet(Program program, IterationHeadTransformation<?, S> head) {
        OperatorSettings<S> settings = program.newOperation(
                "Solution Set", head.solutionSet().orElseThrow().settings().outputType());
        return program.add(new SolutionSetTransformation<>(settings, head));
    }

    /** Ends a superstep. */
    public static <T> IterationTailTransformation<T> tail(
            Program program, Transformation<T> input, Iteration iteration, Role role, String name) {
        OperatorSettings<T> settings =
                program.newOperation(name, input.settings().outputType());
        IterationTailTransformation<T> tail = new IterationTailTransformation<>(settings, input, iteration, role);
        program.add(tail);
        return tail;
    }

    /**
     * Ends an iteration.
     *
     * @param type stands for the type of the result
     */
    public static <R> Transformation<R> close(
            Program program,
            IterationHeadTransformation<?, ?> head,
            List<IterationTailTransformation<?>> tails,
            Transformation<R> type) {
        OperatorSettings<R> settings =
                program.newOperation(head.settings().name(), type.settings().outputType());
        settings.setParallelism(head.settings().parallelism());
        return program.add(new IterationTransformation<>(settings, head, tails));
    }
}
