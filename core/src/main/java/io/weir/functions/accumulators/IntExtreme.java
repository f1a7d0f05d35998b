package io.weir.functions.accumulators;

/** Keeps one of the numbers that it takes up. The task's thread owns it. */
abstract class IntExtreme implements SimpleAccumulator<Integer> {
    private static final long serialVersionUID = 1L;

    private final int none;
    private int value;

    /**
     * Creates one that has taken nothing up.
     *
     * @param none what any other number is preferred to
     */
    IntExtreme(int none) {
        this.none = none;
        this.value = none;
    }

    /** Returns the one of two numbers that is kept. */
    abstract int choose(int one, int other);

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(int other) {
        value = choose(value, other);
    }

    @Override
    public void add(Integer other) {
        add(other.intValue());
    }

    @Override
    public Integer getLocalValue() {
        return value;
    }

    /** Returns {@link #getLocalValue}, unboxed. */
    public int getLocalValuePrimitive() {
        return value;
    }

    @Override
    public void resetLocal() {
        value = none;
    }

    @Override
    public void merge(Accumulator<Integer, Integer> other) {
        add(other.getLocalValue());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + value;
    }
}
