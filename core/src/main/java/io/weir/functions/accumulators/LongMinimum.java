package io.weir.functions.accumulators;

/** Keeps the smallest of numbers. The task's thread owns it. */
public class LongMinimum extends LongExtreme {
    private static final long serialVersionUID = 1L;

    /** Creates one that has taken nothing up. */
    public LongMinimum() {
        super(Long.MAX_VALUE);
    }

    @Override
    long choose(long one, long other) {
        return Math.min(one, other);
    }
}
