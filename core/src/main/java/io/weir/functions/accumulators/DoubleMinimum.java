package io.weir.functions.accumulators;

/** Keeps the smallest of numbers. The task's thread owns it. */
public class DoubleMinimum extends DoubleExtreme {
    private static final long serialVersionUID = 1L;

    /** Creates one that has taken nothing up. */
    public DoubleMinimum() {
        super(Double.POSITIVE_INFINITY);
    }

    @Override
    double choose(double one, double other) {
        return Math.min(one, other);
    }
}
