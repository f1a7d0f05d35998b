package io.weir.client;

import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.TaskCounts;
import io.weir.runtime.protocol.VertexDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts the progress of a job into one line. No state. */
final class ProgressLine {
    private ProgressLine() {}

    /**
     * Returns the line.
     *
     * @param now the job
     * @param before the job a moment ago, or null
     * @param between how long ago that was
     * @param running how long the job has been there
     * @return its state, its tasks by state and its records per second
     */
    static String of(JobDetails now, JobDetails before, Duration between, Duration running) {
        List<String> parts = new ArrayList<>();
        parts.add(now.summary().status() + " " + running.toSeconds() + " s");
        parts.add(tasks(now.summary().tasks()));
        if (now.summary().restarts() > 0) {
            parts.add(times(now.summary().restarts()));
        }
        if (now.slotsAssigned() < now.slotsRequired()) {
            parts.add(now.slotsAssigned() + " of " + now.slotsRequired() + " slots");
        }
        if (before != null && between.toMillis() > 0 && now.summary().tasks().running() > 0) {
            long records = Math.max(0, records(now) - records(before));
            parts.add(String.format(Locale.ROOT, "%,d records/s", records * 1000 / between.toMillis()));
        }
        return String.join(" | ", parts);
    }

    /** Says how often a job has started again. */
    static String times(int restarts) {
        return restarts == 1 ? "1 restart" : restarts + " restarts";
    }

    /** The records of the busiest vertex: sums over vertices would count a record at every hop. */
    static long records(JobDetails job) {
        return job.vertices().stream()
                .map(VertexDetails::io)
                .mapToLong(io -> Math.max(io.recordsIn(), io.recordsOut()))
                .max()
                .orElse(0);
    }

    /** Returns the tasks by state, without the states in which there is none. */
    static String tasks(TaskCounts tasks) {
        List<String> parts = new ArrayList<>();
        add(parts, tasks.created(), "waiting");
        add(parts, tasks.deploying(), "deploying");
        add(parts, tasks.running(), "running");
        add(parts, tasks.canceling(), "canceling");
        add(parts, tasks.finished(), "finished");
        add(parts, tasks.canceled(), "canceled");
        add(parts, tasks.failed(), "failed");
        return "tasks: " + (parts.isEmpty() ? "none" : String.join(", ", parts));
    }

    private static void add(List<String> parts, int count, String state) {
        if (count > 0) {
            parts.add(count + " " + state);
        }
    }
}
