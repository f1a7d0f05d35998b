package io.weir.functions.accumulators;

/** Keeps the greatest of numbers. The task's thread owns it. */
public class IntMaximum implements SimpleAccumulator<Integer> {
    private static final long serialVersionUID = 1L;

    private int value = Integer.MIN_VALUE;

    /** Creates one that has taken nothing up. */
    public IntMaximum() {}

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(int other) {
        value = Math.max(value, other);
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
        value = Integer.MIN_VALUE;
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
