package io.weir.functions.accumulators;

/** Keeps the smallest of numbers. The task's thread owns it. */
public class DoubleMinimum implements SimpleAccumulator<Double> {
    private static final long serialVersionUID = 1L;

    private double value = Double.POSITIVE_INFINITY;

    /** Creates one that has taken nothing up. */
    public DoubleMinimum() {}

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(double other) {
        value = Math.min(value, other);
    }

    @Override
    public void add(Double other) {
        add(other.doubleValue());
    }

    @Override
    public Double getLocalValue() {
        return value;
    }

    /** Returns {@link #getLocalValue}, unboxed. */
    public double getLocalValuePrimitive() {
        return value;
    }

    @Override
    public void resetLocal() {
        value = Double.POSITIVE_INFINITY;
    }

    @Override
    public void merge(Accumulator<Double, Double> other) {
        add(other.getLocalValue());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + value;
    }
}
