package io.weir.functions.accumulators;

/** Keeps the smallest of numbers. The task's thread owns it. */
public class IntMinimum extends IntExtreme {
    private static final long serialVersionUID = 1L;

    /** Creates one that has taken nothing up. */
    public IntMinimum() {
        super(Integer.MAX_VALUE);
    }

    @Override
    int choose(int one, int other) {
        return Math.min(one, other);
    }
}
