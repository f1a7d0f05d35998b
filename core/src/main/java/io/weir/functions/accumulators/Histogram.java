package io.weir.functions.accumulators;

import java.util.TreeMap;

/** Counts how often each of some numbers occurs; there should not be too many different ones. The task's thread owns it. */
public class Histogram implements Accumulator<Integer, TreeMap<Integer, Integer>> {
    private static final long serialVersionUID = 1L;

    private final TreeMap<Integer, Integer> counts = new TreeMap<>();

    /** Creates one that has taken nothing up. */
    public Histogram() {}

    @Override
    public void add(Integer value) {
        counts.merge(value, 1, Integer::sum);
    }

    @Override
    public TreeMap<Integer, Integer> getLocalValue() {
        return counts;
    }

    @Override
    public void resetLocal() {
        counts.clear();
    }

    @Override
    public void merge(Accumulator<Integer, TreeMap<Integer, Integer>> other) {
        other.getLocalValue().forEach((value, count) -> counts.merge(value, count, Integer::sum));
    }

    @Override
    public String toString() {
        return "Histogram " + counts;
    }
}
