package io.weir.functions.accumulators;

/** Keeps one of the numbers that it takes up. The task's thread owns it. */
abstract class LongExtreme implements SimpleAccumulator<Long> {
    private static final long serialVersionUID = 1L;

    private final long none;
    private long value;

    /**
     * Creates one that has taken nothing up.
     *
     * @param none what any other number is preferred to
     */
    LongExtreme(long none) {
        this.none = none;
        this.value = none;
    }

    /** Returns the one of two numbers that is kept. */
    abstract long choose(long one, long other);

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(long other) {
        value = choose(value, other);
    }

    @Override
    public void add(Long other) {
        add(other.longValue());
    }

    @Override
    public Long getLocalValue() {
        return value;
    }

    /** Returns {@link #getLocalValue}, unboxed. */
    public long getLocalValuePrimitive() {
        return value;
    }

    @Override
    public void resetLocal() {
        value = none;
    }

    @Override
    public void merge(Accumulator<Long, Long> other) {
        add(other.getLocalValue());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + value;
    }
}
