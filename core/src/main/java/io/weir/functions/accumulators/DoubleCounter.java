package io.weir.functions.accumulators;

/** Adds numbers up. The task's thread owns it. */
public class DoubleCounter implements SimpleAccumulator<Double> {
    private static final long serialVersionUID = 1L;

    private double value = 0;

    /** Creates one that has taken nothing up. */
    public DoubleCounter() {}

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(double other) {
        value = value + other;
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
        value = 0;
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
