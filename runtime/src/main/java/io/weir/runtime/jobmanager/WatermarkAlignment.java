package io.weir.runtime.jobmanager;

import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows how far the sources of a job have come that wait for each other. The JobManager's main thread owns it; it lives as
 * long as the job.
 */
final class WatermarkAlignment {
    private final Map<String, Map<Source, Long>> groups = new HashMap<>();

    /** An instance of a source, whichever attempt of it. */
    private record Source(VertexId vertex, int subtask) {}

    /**
     * Notes how far a source has come.
     *
     * @param execution the source's task
     * @param group those that wait for each other
     * @param watermark how far; {@code Long.MAX_VALUE} if nobody has to wait for it
     * @return how far the one has come that is most behind
     */
    long report(ExecutionId execution, String group, long watermark) {
        Map<Source, Long> watermarks = groups.computeIfAbsent(group, none -> new HashMap<>());
        watermarks.put(new Source(execution.vertex(), execution.subtask()), watermark);
        return watermarks.values().stream().mapToLong(each -> each).min().getAsLong();
    }
}
