package io.weir.functions.iteration;

/** Adds numbers up. The task's thread owns it. */
public class DoubleSumAggregator implements Aggregator<Double> {
    private static final long serialVersionUID = 1L;

    private double sum;

    @Override
    public Double getAggregate() {
        return sum;
    }

    /**
     * Adds a number.
     *
     * @param value the number
     */
    public void aggregate(double value) {
        sum += value;
    }

    @Override
    public void aggregate(Double value) {
        sum += value;
    }

    @Override
    public void reset() {
        sum = 0;
    }
}
