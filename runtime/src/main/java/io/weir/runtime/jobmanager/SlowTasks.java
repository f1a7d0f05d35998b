package io.weir.runtime.jobmanager;

import io.weir.configuration.Configuration;
import io.weir.configuration.SpeculationOptions;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.ExecutionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows which tasks take much longer than the others of their vertex. It learns of their lives by looking at them now and then.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class SlowTasks {
    private final long leastMillis;
    private final double multiplier;
    private final double ratio;

    /** When it was first seen that an attempt runs. */
    private final Map<ExecutionId, Long> began = new HashMap<>();

    /** How long attempts took that have finished. */
    private final Map<ExecutionId, Long> took = new HashMap<>();

    SlowTasks(Configuration options) {
        this.leastMillis = options.get(SpeculationOptions.LOWER_BOUND).toMillis();
        this.multiplier = options.get(SpeculationOptions.MULTIPLIER);
        this.ratio = options.get(SpeculationOptions.RATIO);
    }

    /**
     * Looks at the tasks of a vertex.
     *
     * @param instances its current attempts
     * @param now the time in milliseconds
     * @return those that are slow
     */
    List<Execution> find(List<Execution> instances, long now) {
        List<Execution> running = new ArrayList<>();
        List<Long> finished = new ArrayList<>();
        int count = 0;
        for (Execution execution : instances) {
            if (execution.isLeftOut()) {
                continue;
            }
            count++;
            if (execution.state() == ExecutionState.RUNNING) {
                began.putIfAbsent(execution.id(), now);
                running.add(execution);
            } else if (execution.state() == ExecutionState.FINISHED) {
                finished.add(took.computeIfAbsent(execution.id(), id -> now - began.getOrDefault(id, now)));
            }
        }
        int usual = Math.max(1, (int) Math.ceil(count * ratio));
        if (finished.size() < usual) {
            return List.of();
        }
        finished.sort(null);
        double slow = Math.max(leastMillis, finished.get(usual - 1) * multiplier);
        return running.stream()
                .filter(execution -> now - began.get(execution.id()) >= slow)
                .toList();
    }
}
