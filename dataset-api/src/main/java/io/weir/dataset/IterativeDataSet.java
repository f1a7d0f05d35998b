package io.weir.dataset;

import io.weir.execution.IterationOperations;
import io.weir.execution.Program;
import io.weir.functions.iteration.Aggregator;
import io.weir.functions.iteration.ConvergenceCriterion;
import io.weir.plan.Iteration;
import io.weir.plan.IterationHeadTransformation;
import io.weir.plan.IterationTailTransformation;
import io.weir.plan.IterationTailTransformation.Role;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stands for what each superstep of an iteration begins with: first its input, then what the superstep before has made.
 * What follows it up to {@link #closeWith} is one superstep. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class IterativeDataSet<T> extends DataSet<T> {
    private final IterationHeadTransformation<T, T> head;

    private IterativeDataSet(ExecutionEnvironment environment, IterationHeadTransformation<T, T> head) {
        super(environment, head);
        this.head = head;
    }

    static <T> IterativeDataSet<T> of(DataSet<T> input, int maxIterations) {
        Program program = input.program();
        Iteration iteration =
                new Iteration(input.getTransformation().settings().id(), "iterate()", maxIterations, null);
        return new IterativeDataSet<>(
                input.getExecutionEnvironment(),
                IterationOperations.head(
                        program, input.getTransformation(), Optional.empty(), iteration, "Bulk Iteration"));
    }

    /**
     * Ends the iteration, which goes on for as many supersteps as it may.
     *
     * @param result what a superstep makes for the next one
     * @return what the last superstep has made
     */
    public Operator<T> closeWith(DataSet<T> result) {
        return close(result, null);
    }

    /**
     * Ends the iteration, which goes on until a superstep makes no record of a data set, or for as many supersteps as it
     * may.
     *
     * @param result what a superstep makes for the next one
     * @param termination the data set; the superstep that leaves it empty is the last
     * @return what the last superstep has made
     */
    public Operator<T> closeWith(DataSet<T> result, DataSet<?> termination) {
        return close(result, termination);
    }

    private Operator<T> close(DataSet<T> result, DataSet<?> termination) {
        List<IterationTailTransformation<?>> tails = new ArrayList<>();
        tails.add(tail(result, Role.NEXT));
        if (termination != null) {
            tails.add(tail(termination, Role.TERMINATION));
        }
        return operator(IterationOperations.close(program(), head, tails, head));
    }

    private <R> IterationTailTransformation<R> tail(DataSet<R> set, Role role) {
        getExecutionEnvironment().requireOwn(set);
        return IterationOperations.tail(
                program(), set.getTransformation(), head.iteration(), role, "Bulk Iteration Tail");
    }

    /** Returns how many supersteps there are at most. */
    public int getMaxIterations() {
        return head.iteration().maxSupersteps();
    }

    /**
     * Names the iteration for people.
     *
     * @param name the name
     * @return this
     */
    public IterativeDataSet<T> name(String name) {
        head.settings().setName(name);
        return this;
    }

    /**
     * Sets the number of parallel instances of the iteration's beginning and end.
     *
     * @param parallelism at least 1
     * @return this
     */
    public IterativeDataSet<T> setParallelism(int parallelism) {
        head.settings().setParallelism(Program.checkParallelism(parallelism));
        return this;
    }

    /**
     * Lets the functions of the iteration aggregate a value in each superstep; see {@link
     * io.weir.functions.IterationRuntimeContext}.
     *
     * @param name what the functions find it by
     * @param aggregator the aggregator
     * @return this
     */
    public IterativeDataSet<T> registerAggregator(String name, Aggregator<?> aggregator) {
        head.iteration().register(name, aggregator);
        return this;
    }

    /**
     * Lets the functions of the iteration aggregate a value that decides when the iteration ends.
     *
     * @param name what the functions find it by
     * @param aggregator the aggregator
     * @param criterion looks at the value after each superstep
     * @param <X> the type of the value
     * @return this
     */
    public <X extends Serializable> IterativeDataSet<T> registerAggregationConvergenceCriterion(
            String name, Aggregator<X> aggregator, ConvergenceCriterion<X> criterion) {
        head.iteration().register(name, aggregator, criterion);
        return this;
    }
}
