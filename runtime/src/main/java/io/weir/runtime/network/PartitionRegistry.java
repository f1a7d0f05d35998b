package io.weir.runtime.network;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.PartitionId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The partitions of a TaskManager, found by name: producers register them, consumers of the same process and the server
 * for those of other processes ask for their parts. A request may come before its producer; it then waits, bounded in
 * time and number. All methods are safe for any thread; callbacks run outside the lock.
 */
public final class PartitionRegistry implements AutoCloseable {
    /** How many requests may wait; far more than any job has channels, so that only a broken peer meets it. */
    private static final int MAX_WAITING = 1 << 20;

    private final BufferPool buffers;
    private final ScheduledExecutorService timer;
    private final Duration patience;

    private final Object lock = new Object();

    /** Guarded by the lock. */
    private final Map<PartitionId, Partition> partitions = new HashMap<>();

    /** Guarded by the lock. */
    private final Map<PartitionId, List<Waiting>> waiting = new HashMap<>();

    /** Guarded by the lock. */
    private int waitingCount;

    /** Guarded by the lock. */
    private boolean closed;

    private record Waiting(int subpartition, PartitionRequest request, ScheduledFuture<?> timeout) {}

    /**
     * Creates an empty registry.
     *
     * @param buffers the TaskManager's pool for frames of bytes
     * @param timer ends requests whose producer does not come
     * @param patience how long a request waits for its producer
     */
    public PartitionRegistry(BufferPool buffers, ScheduledExecutorService timer, Duration patience) {
        this.buffers = buffers;
        this.timer = timer;
        this.patience = patience;
    }

    /** Returns the TaskManager's pool for frames of bytes. */
    public BufferPool buffers() {
        return buffers;
    }

    /**
     * Adds a partition and grants the requests that wait for it. It is removed when its last part was read.
     *
     * @param partition the partition; released at once if the registry is closed
     */
    public void register(Partition partition) {
        List<Waiting> granted;
        boolean refused;
        synchronized (lock) {
            refused = closed;
            granted = waiting.remove(partition.id());
            if (granted != null) {
                waitingCount -= granted.size();
            }
            if (!refused) {
                Partition other = partitions.putIfAbsent(partition.id(), partition);
                if (other != null) {
                    throw new IllegalStateException("Partition " + partition.id() + " is registered already");
                }
            }
        }
        if (refused) {
            partition.release();
            return;
        }
        partition.whenDone(() -> remove(partition));
        if (granted != null) {
            granted.forEach(request -> {
                request.timeout().cancel(false);
                grant(partition, request.subpartition(), request.request());
            });
        }
    }

    /**
     * Asks for a part of a partition; the answer comes by the request's methods, perhaps before this one returns.
     *
     * @param id the partition
     * @param subpartition the number of the part
     * @param request takes the answer
     */
    public void request(PartitionId id, int subpartition, PartitionRequest request) {
        Partition partition;
        boolean refused;
        synchronized (lock) {
            partition = partitions.get(id);
            refused = closed || waitingCount >= MAX_WAITING;
            if (partition == null && !refused) {
                waitingCount++;
                ScheduledFuture<?> timeout =
                        timer.schedule(() -> giveUp(id, request), patience.toMillis(), TimeUnit.MILLISECONDS);
                waiting.computeIfAbsent(id, key -> new ArrayList<>(1)).add(new Waiting(subpartition, request, timeout));
            }
        }
        if (partition != null) {
            grant(partition, subpartition, request);
        } else if (refused) {
            request.refused(new WeirException(
                    ErrorCode.EXCHANGE, "This TaskManager is stopping and gives no results of " + name(id) + "."));
        }
    }

    /**
     * Withdraws a request that was not answered yet.
     *
     * @param id the partition
     * @param request the request
     * @return whether it was still waiting; if not, it was or is being answered
     */
    public boolean withdraw(PartitionId id, PartitionRequest request) {
        synchronized (lock) {
            List<Waiting> requests = waiting.get(id);
            if (requests == null) {
                return false;
            }
            boolean removed = requests.removeIf(candidate -> {
                boolean found = candidate.request() == request;
                if (found) {
                    candidate.timeout().cancel(false);
                }
                return found;
            });
            if (requests.isEmpty()) {
                waiting.remove(id);
            }
            waitingCount -= removed ? 1 : 0;
            return removed;
        }
    }

    /**
     * Drops what an execution produced and nobody read.
     *
     * @param execution the execution
     */
    public void release(ExecutionId execution) {
        releaseIf(id -> id.producer().equals(execution));
    }

    /**
     * Drops what the executions of a job produced and nobody read.
     *
     * @param job the job
     */
    public void releaseJob(JobId job) {
        releaseIf(id -> id.producer().job().equals(job));
    }

    /** Returns how many partitions are registered. */
    public int size() {
        synchronized (lock) {
            return partitions.size();
        }
    }

    @Override
    public void close() {
        List<Waiting> refused = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            waiting.values().forEach(refused::addAll);
            waiting.clear();
            waitingCount = 0;
        }
        refused.forEach(request -> {
            request.timeout().cancel(false);
            request.request().refused(new WeirException(ErrorCode.EXCHANGE, "This TaskManager is stopping."));
        });
        releaseIf(id -> true);
    }

    private void grant(Partition partition, int subpartition, PartitionRequest request) {
        if (subpartition < 0 || subpartition >= partition.parts()) {
            request.refused(new WeirException(
                    ErrorCode.EXCHANGE, name(partition.id()) + " has no part for consumer " + subpartition + "."));
            return;
        }
        FrameSource part = partition.claim(subpartition);
        if (part == null) {
            request.refused(new WeirException(
                    ErrorCode.EXCHANGE,
                    "The part of " + name(partition.id()) + " for consumer " + subpartition
                            + " is being read already."));
        } else {
            request.granted(part);
        }
    }

    private void giveUp(PartitionId id, PartitionRequest request) {
        if (withdraw(id, request)) {
            request.refused(new WeirException(
                    ErrorCode.EXCHANGE,
                    name(id) + " did not start on its TaskManager within " + patience.toSeconds() + " s."));
        }
    }

    private void remove(Partition partition) {
        synchronized (lock) {
            partitions.remove(partition.id(), partition);
        }
    }

    private void releaseIf(Predicate<PartitionId> condition) {
        List<Partition> released;
        synchronized (lock) {
            released = partitions.values().stream()
                    .filter(partition -> condition.test(partition.id()))
                    .toList();
        }
        released.forEach(Partition::release);
    }

    private static String name(PartitionId id) {
        return "Output " + id.output() + " of task " + id.producer().vertex() + "-"
                + id.producer().subtask();
    }
}
