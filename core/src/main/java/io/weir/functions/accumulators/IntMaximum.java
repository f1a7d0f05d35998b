package io.weir.functions.accumulators;

/** Keeps the greatest of numbers. The task's thread owns it. */
public class IntMaximum extends IntExtreme {
    private static final long serialVersionUID = 1L;

    /** Creates one that has taken nothing up. */
    public IntMaximum() {
        super(Integer.MIN_VALUE);
    }

    @Override
    int choose(int one, int other) {
        return Math.max(one, other);
    }
}
