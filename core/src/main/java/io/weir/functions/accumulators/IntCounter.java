package io.weir.functions.accumulators;

/** Adds numbers up. The task's thread owns it. */
public class IntCounter implements SimpleAccumulator<Integer> {
    private static final long serialVersionUID = 1L;

    private int value = 0;

    /** Creates one that has taken nothing up. */
    public IntCounter() {}

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(int other) {
        value = value + other;
    }

    @Override
    public void add(Integer other) {
        add(other.intValue());
    }

    @Override
    public Integer getLocalValue() {
        return value;
    }

    /** Returns {@link #getLocalValue}, unboxed. */
    public int getLocalValuePrimitive() {
        return value;
    }

    @Override
    public void resetLocal() {
        value = 0;
    }

    @Override
    public void merge(Accumulator<Integer, Integer> other) {
        add(other.getLocalValue());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + value;
    }
}
