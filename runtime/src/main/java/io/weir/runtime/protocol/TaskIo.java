package io.weir.runtime.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much a task, or all tasks of a vertex, took in and gave out so far.
 *
 * @param recordsIn records taken from other tasks
 * @param recordsOut records given to other tasks
 * @param bytesIn serialized bytes taken from other processes
 * @param bytesOut serialized bytes given to other processes
 * @param counts what the operators have counted
 */
public record TaskIo(long recordsIn, long recordsOut, long bytesIn, long bytesOut, List<OperatorCount> counts) {
    /** Nothing yet. */
    public static final TaskIo NONE = new TaskIo(0, 0, 0, 0);

    /** Takes a copy of the list. */
    public TaskIo {
        counts = List.copyOf(counts);
    }

    /** Makes one whose operators have counted nothing. */
    public TaskIo(long recordsIn, long recordsOut, long bytesIn, long bytesOut) {
        this(recordsIn, recordsOut, bytesIn, bytesOut, List.of());
    }

    /**
     * Adds up.
     *
     * @param other what to add
     * @return the sum
     */
    public TaskIo plus(TaskIo other) {
        return new TaskIo(
                recordsIn + other.recordsIn,
                recordsOut + other.recordsOut,
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut,
                sum(counts, other.counts));
    }

    private static List<OperatorCount> sum(List<OperatorCount> first, List<OperatorCount> second) {
        List<OperatorCount> all = new ArrayList<>();
        Stream.concat(first.stream(), second.stream()).forEach(count -> {
            for (int i = 0; i < all.size(); i++) {
                OperatorCount other = all.get(i);
                if (other.operator().equals(count.operator()) && other.name().equals(count.name())) {
                    all.set(i, new OperatorCount(count.operator(), count.name(), count.value() + other.value()));
                    return;
                }
            }
            all.add(count);
        });
        return all;
    }
}
