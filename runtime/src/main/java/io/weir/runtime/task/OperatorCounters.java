package io.weir.runtime.task;

import io.weir.runtime.operators.OperatorCounter;
import io.weir.runtime.protocol.OperatorCount;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The counters of a task's operators. The task's thread makes and writes them; any thread reads. */
public final class OperatorCounters {
    /** An operator and what is counted of it. */
    private record Key(String operator, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = operator.compareTo(other.operator);
            return order != 0 ? order : name.compareTo(other.name);
        }
    }

    /** Written by the task's thread when a counter is first asked for, read by whoever reports. */
    private final Map<Key, OperatorCounter> counters = new ConcurrentSkipListMap<>();

    private final TaskAccumulators accumulators = new TaskAccumulators();

    /** Returns what the operators' functions accumulate. Task's thread. */
    public TaskAccumulators accumulators() {
        return accumulators;
    }

    /**
     * Returns what the operators' functions have accumulated. Task's thread, when they are closed.
     *
     * @param mostBytes how large the result may be
     */
    public byte[] accumulated(int mostBytes) {
        return accumulators.serialize(mostBytes);
    }

    OperatorCounter of(String operator, String name) {
        return counters.computeIfAbsent(new Key(operator, name), none -> new OperatorCounter());
    }

    /** Returns what has been counted so far. Any thread. */
    public List<OperatorCount> counts() {
        return counters.entrySet().stream()
                .map(each -> new OperatorCount(
                        each.getKey().operator(),
                        each.getKey().name(),
                        each.getValue().value()))
                .toList();
    }
}
