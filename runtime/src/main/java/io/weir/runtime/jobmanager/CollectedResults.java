package io.weir.runtime.jobmanager;

import io.weir.execution.CollectedBatches;
import io.weir.runtime.failover.TaskInstance;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records that a job collected and its client has not taken in yet. What a client fetched stays until it asks for
 * what follows, so that an answer that was lost can be given again.
 *
 * <p>Thread: the JobManager's main thread while the job runs, then the Dispatcher's, which keeps it for a while.
 */
public final class CollectedResults {
    /** How many bytes of one result wait for the client. One batch is always taken, however large. */
    static final long CAPACITY = 16L << 20;

    /** How many bytes one answer carries, if it is more than one batch. */
    private static final long ANSWER = 8L << 20;

    private final Map<String, Result> results = new HashMap<>();
    private final Set<TaskInstance> senders = new HashSet<>();
    private boolean ended;

    /** Records that one task has sent together. */
    private record Batch(TaskInstance sender, byte[] bytes) {}

    /** The batches of one result from a position on. */
    private static final class Result {
        private final Set<TaskInstance> given = new HashSet<>();
        private final Deque<Batch> batches = new ArrayDeque<>();
        private long first;
        private long bytes;
        private boolean lastGiven;
    }

    /**
     * Begins without records.
     *
     * @param expected the results that the job collects; they wait for the client even if they turn out to be empty
     */
    CollectedResults(List<String> expected) {
        expected.forEach(id -> results.put(id, new Result()));
    }

    /**
     * Takes a batch, if there is room.
     *
     * @param resultId the result
     * @param sender the task that sends it
     * @param batch the batch
     * @return false if there is no room
     */
    boolean offer(String resultId, TaskInstance sender, byte[] batch) {
        Result result = results.computeIfAbsent(resultId, id -> new Result());
        if (result.bytes > 0 && result.bytes + batch.length > CAPACITY) {
            return false;
        }
        senders.add(sender);
        result.batches.add(new Batch(sender, batch));
        result.bytes += batch.length;
        return true;
    }

    /** Returns whether the client was given none of what some tasks have sent, so that it can be forgotten. */
    boolean canForget(Set<TaskInstance> senders) {
        return results.values().stream().allMatch(result -> Collections.disjoint(result.given, senders));
    }

    /** Returns whether any of some tasks, in any attempt, has ever sent a batch. */
    boolean haveComeFrom(Set<TaskInstance> tasks) {
        return !Collections.disjoint(senders, tasks);
    }

    /** Forgets what some tasks have sent, who will send it again; the client was given none of it. */
    void forget(Set<TaskInstance> senders) {
        for (Result result : results.values()) {
            result.batches.removeIf(batch -> senders.contains(batch.sender()));
            result.bytes = result.batches.stream()
                    .mapToLong(batch -> batch.bytes().length)
                    .sum();
        }
    }

    /** No batch will follow. */
    void end() {
        ended = true;
    }

    /**
     * Forgets the batches before a position and returns those that follow.
     *
     * @param resultId the result
     * @param position how many batches the client has taken in
     * @return the next batches; none if there are none yet
     */
    public CollectedBatches fetch(String resultId, long position) {
        Result result = results.computeIfAbsent(resultId, id -> new Result());
        if (position < result.first || position > result.first + result.batches.size()) {
            throw new WeirException(
                    ErrorCode.NOT_FOUND,
                    "The result " + resultId + " cannot be fetched from batch " + position + ": batches " + result.first
                            + " to " + (result.first + result.batches.size()) + " are here.");
        }
        while (result.first < position) {
            result.bytes -= result.batches.remove().bytes().length;
            result.first++;
        }
        List<byte[]> answer = new ArrayList<>();
        long bytes = 0;
        for (Batch batch : result.batches) {
            if (bytes > 0 && bytes + batch.bytes().length > ANSWER) {
                break;
            }
            answer.add(batch.bytes());
            result.given.add(batch.sender());
            bytes += batch.bytes().length;
        }
        boolean last = ended && answer.size() == result.batches.size();
        result.lastGiven |= last;
        return new CollectedBatches(answer, last);
    }

    /** Returns whether the client was given everything, or there was nothing to collect. */
    public boolean areTaken() {
        return results.values().stream().allMatch(result -> result.lastGiven);
    }
}
