package io.weir.functions.accumulators;

/** Keeps the greatest of numbers. The task's thread owns it. */
public class LongMaximum implements SimpleAccumulator<Long> {
    private static final long serialVersionUID = 1L;

    private long value = Long.MIN_VALUE;

    /** Creates one that has taken nothing up. */
    public LongMaximum() {}

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(long other) {
        value = Math.max(value, other);
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
        value = Long.MIN_VALUE;
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
