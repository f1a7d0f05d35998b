package io.weir.functions.iteration;

/** Adds numbers up. The task's thread owns it. */
public class LongSumAggregator implements Aggregator<Long> {
    private static final long serialVersionUID = 1L;

    private long sum;

    @Override
    public Long getAggregate() {
        return sum;
    }

    /**
     * Adds a number.
     *
     * @param value the number
     */
    public void aggregate(long value) {
        sum += value;
    }

    @Override
    public void aggregate(Long value) {
        sum += value;
    }

    @Override
    public void reset() {
        sum = 0;
    }
}
