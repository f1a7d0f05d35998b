package io.weir.functions.accumulators;

/** Keeps the smallest of numbers. The task's thread owns it. */
public class LongMinimum implements SimpleAccumulator<Long> {
    private static final long serialVersionUID = 1L;

    private long value = Long.MAX_VALUE;

    /** Creates one that has taken nothing up. */
    public LongMinimum() {}

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(long other) {
        value = Math.min(value, other);
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
        value = Long.MAX_VALUE;
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
