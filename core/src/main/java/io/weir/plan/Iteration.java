package io.weir.plan;

import io.weir.functions.iteration.Aggregator;
import io.weir.functions.iteration.ConvergenceCriterion;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a program says about an iteration as a whole. Its head, its tails and its result share it. The thread that builds
 * the program owns it; it changes until the plan is submitted.
 */
public final class Iteration {
    private final int id;
    private final String name;
    private final int maxSupersteps;
    private final Keying<?, ?> solutionKey;
    private final Map<String, Aggregator<?>> aggregators = new LinkedHashMap<>();
    private boolean solutionOnHeap;
    private String convergesBy;
    private ConvergenceCriterion<?> criterion;

    /**
     * Creates it without aggregators.
     *
     * @param id unique in the plan
     * @param name what the program calls it, such as {@code iterate()}
     * @param maxSupersteps how many supersteps there are at most
     * @param solutionKey the key of the solution set, or null if there is none
     */
    public Iteration(int id, String name, int maxSupersteps, Keying<?, ?> solutionKey) {
        if (maxSupersteps < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    name + ": an iteration has at least 1 superstep, not " + maxSupersteps + ".");
        }
        this.id = id;
        this.name = name;
        this.maxSupersteps = maxSupersteps;
        this.solutionKey = solutionKey;
    }

    /** Returns what tells it from the plan's other iterations. */
    public int id() {
        return id;
    }

    /** Returns what the program calls it. */
    public String name() {
        return name;
    }

    /** Returns how many supersteps there are at most. */
    public int maxSupersteps() {
        return maxSupersteps;
    }

    /** Returns the key of the solution set, if there is one. */
    public Optional<Keying<?, ?>> solutionKey() {
        return Optional.ofNullable(solutionKey);
    }

    /** Returns whether the solution set is kept as objects on the heap. */
    public boolean keepsSolutionOnHeap() {
        return solutionOnHeap;
    }

    /** Sets whether the solution set is kept as objects on the heap. */
    public void keepSolutionOnHeap(boolean onHeap) {
        solutionOnHeap = onHeap;
    }

    /** Returns the aggregators by their names. */
    public Map<String, Aggregator<?>> aggregators() {
        return new LinkedHashMap<>(aggregators);
    }

    /** Returns the name of the aggregator that the criterion looks at, or null. */
    public String convergesBy() {
        return convergesBy;
    }

    /** Returns what decides by an aggregate that the iteration ends, or null. */
    public ConvergenceCriterion<?> criterion() {
        return criterion;
    }

    /**
     * Adds an aggregator.
     *
     * @param aggregatorName its name
     * @param aggregator the aggregator
     */
    public void register(String aggregatorName, Aggregator<?> aggregator) {
        SerializableCheck.require(aggregator, "registerAggregator()");
        if (aggregators.putIfAbsent(aggregatorName, aggregator) != null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    name + " has an aggregator named '" + aggregatorName + "' already: give this one another name.");
        }
    }

    /**
     * Adds an aggregator that decides when the iteration ends.
     *
     * @param aggregatorName its name
     * @param aggregator the aggregator
     * @param decides looks at the aggregate after each superstep
     * @param <T> the type of the aggregate
     */
    public <T extends Serializable> void register(
            String aggregatorName, Aggregator<T> aggregator, ConvergenceCriterion<T> decides) {
        SerializableCheck.require(decides, "registerAggregationConvergenceCriterion()");
        if (criterion != null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    name + " has a convergence criterion already, by the aggregator '" + convergesBy
                            + "': an iteration has one.");
        }
        register(aggregatorName, aggregator);
        convergesBy = aggregatorName;
        criterion = decides;
    }
}
