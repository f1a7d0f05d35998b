package io.weir.functions.accumulators;

/** Keeps the average of numbers; that of none is 0. The task's thread owns it. */
public class AverageAccumulator implements SimpleAccumulator<Double> {
    private static final long serialVersionUID = 1L;

    private long count;
    private double sum;

    /** Creates one that has taken nothing up. */
    public AverageAccumulator() {}

    /**
     * Takes a number up.
     *
     * @param value the number
     */
    public void add(double value) {
        count++;
        sum += value;
    }

    @Override
    public void add(Double value) {
        add(value.doubleValue());
    }

    @Override
    public Double getLocalValue() {
        return count == 0 ? 0.0 : sum / count;
    }

    @Override
    public void resetLocal() {
        count = 0;
        sum = 0;
    }

    @Override
    public void merge(Accumulator<Double, Double> other) {
        if (!(other instanceof AverageAccumulator average)) {
            throw new IllegalArgumentException("An average can be merged with averages only, not with " + other + ".");
        }
        count += average.count;
        sum += average.sum;
    }

    @Override
    public String toString() {
        return "AverageAccumulator " + getLocalValue() + " of " + count;
    }
}
