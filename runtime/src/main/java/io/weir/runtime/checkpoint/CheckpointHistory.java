package io.weir.runtime.checkpoint;

import io.weir.runtime.protocol.CheckpointReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How the last checkpoints of a job went.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class CheckpointHistory {
    private static final int REMEMBERED = 20;

    private final Deque<CheckpointReport> ended = new ArrayDeque<>();

    void add(CheckpointReport report) {
        ended.addFirst(report);
        if (ended.size() > REMEMBERED) {
            ended.removeLast();
        }
    }

    /** Returns those that have ended after those that are given, the newest first. */
    List<CheckpointReport> with(List<CheckpointReport> underWay) {
        List<CheckpointReport> all = new ArrayList<>(underWay);
        all.addAll(ended);
        return all;
    }
}
