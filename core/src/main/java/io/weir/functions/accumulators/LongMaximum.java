package io.weir.functions.accumulators;

/** Keeps the greatest of numbers. The task's thread owns it. */
public class LongMaximum extends LongExtreme {
    private static final long serialVersionUID = 1L;

    /** Creates one that has taken nothing up. */
    public LongMaximum() {
        super(Long.MIN_VALUE);
    }

    @Override
    long choose(long one, long other) {
        return Math.max(one, other);
    }
}
