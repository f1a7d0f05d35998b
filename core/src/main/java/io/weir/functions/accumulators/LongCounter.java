package io.weir.functions.accumulators;

/** Adds numbers up. The task's thread owns it. */
public class LongCounter implements SimpleAccumulator<Long> {
    private static final long serialVersionUID = 1L;

    private long value = 0;

    /** Creates one that has taken nothing up. */
    public LongCounter() {}

    /**
     * Takes a value up.
     *
     * @param other the value
     */
    public void add(long other) {
        value = value + other;
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
        value = 0;
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
