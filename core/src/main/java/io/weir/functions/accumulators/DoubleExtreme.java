package io.weir.functions.accumulators;

/** Keeps one of the numbers that it takes up. The task's thread owns it. */
abstract class DoubleExtreme implements SimpleAccumulator<Double> {
    private static final long serialVersionUID = 1L;

    private final double none;
    private double value;

    /**
     * Creates one that has taken nothing up.
     *
     * @param none what any other number is preferred to
     */
    DoubleExtreme(double none) {
        this.none = none;
        this.value = none;
    }

    /** Returns the one of two numbers that is kept. */
    abstract double choose(double one, double other);

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(double other) {
        value = choose(value, other);
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
        value = none;
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
