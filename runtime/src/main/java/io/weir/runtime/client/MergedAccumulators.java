package io.weir.runtime.client;

import io.weir.functions.accumulators.Accumulator;
import io.weir.runtime.task.TaskAccumulators;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the functions of a job have accumulated, merged when it is first asked for: on the program's thread, whose class loader
 * knows the program's classes. For any thread.
 */
final class MergedAccumulators implements Supplier<Map<String, Accumulator<?, ?>>> {
    private final List<byte[]> tasks;
    private Map<String, Accumulator<?, ?>> merged;

    MergedAccumulators(List<byte[]> tasks) {
        this.tasks = tasks;
    }

    /** Whoever asks first merges; the lock is for those that ask at the same time. */
    @Override
    public synchronized Map<String, Accumulator<?, ?>> get() {
        if (merged == null) {
            merged = TaskAccumulators.merge(tasks, Thread.currentThread().getContextClassLoader());
        }
        return merged;
    }
}
