package io.weir.dataset;

import io.weir.execution.IterationOperations;
import io.weir.execution.KeyedOperations;
import io.weir.execution.Program;
import io.weir.functions.iteration.Aggregator;
import io.weir.functions.iteration.ConvergenceCriterion;
import io.weir.plan.Iteration;
import io.weir.plan.IterationHeadTransformation;
import io.weir.plan.IterationTailTransformation;
import io.weir.plan.IterationTailTransformation.Role;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.tuple.Tuple;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A delta iteration that is being written: its solution set, which supersteps change, and its workset, which each superstep
 * makes for the next one. The thread that builds the program owns it.
 *
 * @param <S> the type of the solution set
 * @param <W> the type of the workset
 */
public final class DeltaIteration<S, W> {
    private final ExecutionEnvironment environment;
    private final IterationHeadTransformation<W, S> head;
    private final Keying<S, Tuple> key;
    private final DataSet<S> solutionSet;
    private final DataSet<W> workset;

    private DeltaIteration(
            ExecutionEnvironment environment, IterationHeadTransformation<W, S> head, Keying<S, Tuple> key) {
        this.environment = environment;
        this.head = head;
        this.key = key;
        this.solutionSet = new Operator<>(environment, IterationOperations.solutionSet(environment.program(), head));
        this.workset = new Operator<>(environment, head);
    }

    static <S, W> DeltaIteration<S, W> of(
            DataSet<S> solution, DataSet<W> workset, int maxIterations, Keying<S, Tuple> key) {
        ExecutionEnvironment environment = solution.getExecutionEnvironment();
        environment.requireOwn(workset);
        Program program = environment.program();
        Transformation<S> byKey =
                KeyedOperations.partitionByKey(program, solution.getTransformation(), key, "iterateDelta()");
        Iteration iteration = new Iteration(byKey.settings().id(), "iterateDelta()", maxIterations, key);
        return new DeltaIteration<>(
                environment,
                IterationOperations.head(
                        program, workset.getTransformation(), Optional.of(byKey), iteration, "Delta Iteration"),
                key);
    }

    /**
     * Returns the solution set as the supersteps before have left it. It can be joined and co-grouped with other data sets by
     * the key that it has, and nothing else.
     */
    public DataSet<S> getSolutionSet() {
        return solutionSet;
    }

    /** Returns what a superstep begins with. */
    public DataSet<W> getWorkset() {
        return workset;
    }

    /**
     * Ends the iteration, which goes on until a superstep makes no workset for the next one, or for as many supersteps as it
     * may.
     *
     * @param delta records that replace those of the same keys in the solution set, or are added to it, when the superstep
     *     ends
     * @param nextWorkset what the next superstep begins with
     * @return the solution set after the last superstep
     */
    public DataSet<S> closeWith(DataSet<S> delta, DataSet<W> nextWorkset) {
        environment.requireOwn(delta);
        environment.requireOwn(nextWorkset);
        Program program = environment.program();
        Transformation<S> byKey =
                KeyedOperations.partitionByKey(program, delta.getTransformation(), key, "closeWith()");
        List<IterationTailTransformation<?>> tails = List.of(
                IterationOperations.tail(program, byKey, head.iteration(), Role.DELTA, "Solution Set Delta"),
                IterationOperations.tail(
                        program,
                        nextWorkset.getTransformation(),
                        head.iteration(),
                        Role.NEXT_UNLESS_EMPTY,
                        "Next Workset"));
        Transformation<S> result = IterationOperations.close(
                program, head, tails, head.solutionSet().orElseThrow());
        return new Operator<>(environment, result);
    }

    /**
     * Names the iteration for people.
     *
     * @param name the name
     * @return this
     */
    public DeltaIteration<S, W> name(String name) {
        head.settings().setName(name);
        return this;
    }

    /**
     * Sets the number of parallel instances of the solution set and all that shares memory with it.
     *
     * @param parallelism at least 1
     * @return this
     */
    public DeltaIteration<S, W> parallelism(int parallelism) {
        head.settings().setParallelism(Program.checkParallelism(parallelism));
        return this;
    }

    /**
     * Sets whether the solution set is kept as objects on the heap, not as bytes in managed memory. That saves making an object of
     * each record that is looked up, and needs several times the memory, all of it at once.
     *
     * @param onHeap whether it is; by default it is not
     * @return this
     */
    public DeltaIteration<S, W> setSolutionSetUnManaged(boolean onHeap) {
        head.iteration().keepSolutionOnHeap(onHeap);
        return this;
    }

    /** Returns whether the solution set is kept as objects on the heap. */
    public boolean isSolutionSetUnManaged() {
        return head.iteration().keepsSolutionOnHeap();
    }

    /**
     * Lets the functions of the iteration aggregate a value in each superstep; see {@link
     * io.weir.functions.IterationRuntimeContext}.
     *
     * @param name what the functions find it by
     * @param aggregator the aggregator
     * @return this
     */
    public DeltaIteration<S, W> registerAggregator(String name, Aggregator<?> aggregator) {
        head.iteration().register(name, aggregator);
        return this;
    }

    /**
     * Lets the functions of the iteration aggregate a value that decides when the iteration ends, unless the workset is empty
     * before.
     *
     * @param name what the functions find it by
     * @param aggregator the aggregator
     * @param criterion looks at the value after each superstep
     * @param <X> the type of the value
     * @return this
     */
    public <X extends Serializable> DeltaIteration<S, W> registerAggregationConvergenceCriterion(
            String name, Aggregator<X> aggregator, ConvergenceCriterion<X> criterion) {
        head.iteration().register(name, aggregator, criterion);
        return this;
    }
}
