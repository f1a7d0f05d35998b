package io.weir.runtime.operators;

import io.weir.functions.iteration.Aggregator;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/** What the operators of a task know of the iteration that it is part of. The task's thread owns it. */
public final class LoopPlace {
    private final LoopSlot slot;
    private final Map<String, Aggregator<?>> aggregators;
    private final int keptInput;
    private Map<String, Serializable> previous = Map.of();
    private int superstep = 1;
    private long continuing;

    /**
     * Creates it in the first superstep.
     *
     * @param slot what the tasks in its slot share
     * @param aggregators this task's own
     * @param keptInput the input of the task's first operator whose records stay the same, from 0; -1 if there is none
     */
    public LoopPlace(LoopSlot slot, Map<String, Aggregator<?>> aggregators, int keptInput) {
        this.keptInput = keptInput;
        this.slot = slot;
        this.aggregators = aggregators;
    }

    /** Returns what the tasks in its slot share. */
    public LoopSlot slot() {
        return slot;
    }

    /**
     * Returns the input of the task's first operator, from 0, whose records stay the same; -1 if there is none. The operator may
     * {@linkplain Operator#rest go on} with what it has of them.
     */
    public int keptInput() {
        return keptInput;
    }

    /** Returns the number of the superstep, from 1. */
    public int superstep() {
        return superstep;
    }

    /** Returns the task's part of an aggregator, or null if there is none of that name. */
    public Aggregator<?> aggregator(String name) {
        return aggregators.get(name);
    }

    /** Returns an aggregate of the superstep before, or null. */
    public Serializable previous(String name) {
        return previous.get(name);
    }

    /** Counts records because of which the iteration goes on. */
    public void addContinuing(long records) {
        continuing += records;
    }

    /**
     * Begins a superstep.
     *
     * @param number its number
     * @param aggregates the aggregates of the one before
     */
    public void begin(int number, Map<String, Serializable> aggregates) {
        superstep = number;
        previous = aggregates;
        continuing = 0;
    }

    /** Returns how many records there were because of which the iteration goes on. */
    public long continuing() {
        return continuing;
    }

    /** Returns what the task's functions have aggregated. */
    public Map<String, Serializable> aggregates() {
        Map<String, Serializable> values = new HashMap<>();
        aggregators.forEach((name, aggregator) -> values.put(name, aggregator.getAggregate()));
        return values;
    }

    /** Begins all aggregators anew. */
    public void resetAggregators() {
        aggregators.values().forEach(Aggregator::reset);
    }
}
