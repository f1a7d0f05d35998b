package io.weir.functions.accumulators;

/** Keeps the greatest of numbers. The task's thread owns it. */
public class DoubleMaximum extends DoubleExtreme {
    private static final long serialVersionUID = 1L;

    /** Creates one that has taken nothing up. */
    public DoubleMaximum() {
        super(Double.NEGATIVE_INFINITY);
    }

    @Override
    double choose(double one, double other) {
        return Math.max(one, other);
    }
}
