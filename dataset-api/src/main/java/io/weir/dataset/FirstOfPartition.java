package io.weir.dataset;

import io.weir.functions.Collector;
import io.weir.functions.PushedPartitionFunction;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * Keeps the first records of an instance, in the order in which they come. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
final class FirstOfPartition<T> implements PushedPartitionFunction<T, T> {
    private static final long serialVersionUID = 1L;

    private final int count;
    private int taken;

    FirstOfPartition(int count) {
        if (count < 1) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "first() keeps at least 1 record, not " + count + ".");
        }
        this.count = count;
    }

    @Override
    public void add(T value, Collector<T> out) {
        if (taken < count) {
            taken++;
            out.collect(value);
        }
    }

    @Override
    public void end(Collector<T> out) {
        taken = 0; // an iteration begins again
    }
}
