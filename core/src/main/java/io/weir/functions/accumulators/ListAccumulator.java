package io.weir.functions.accumulators;

import java.util.ArrayList;

/**
 * Keeps all values, in any order of the instances; for few values, since they travel together. The task's thread owns it.
 *
 * @param <T> the type of the values, which have to be serializable objects
 */
public class ListAccumulator<T> implements Accumulator<T, ArrayList<T>> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<T> values = new ArrayList<>();

    /** Creates one that has taken nothing up. */
    public ListAccumulator() {}

    @Override
    public void add(T value) {
        values.add(value);
    }

    @Override
    public ArrayList<T> getLocalValue() {
        return values;
    }

    @Override
    public void resetLocal() {
        values.clear();
    }

    @Override
    public void merge(Accumulator<T, ArrayList<T>> other) {
        values.addAll(other.getLocalValue());
    }

    @Override
    public String toString() {
        return "ListAccumulator " + values;
    }
}
