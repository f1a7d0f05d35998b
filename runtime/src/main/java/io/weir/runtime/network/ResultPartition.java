package io.weir.runtime.network;

import io.weir.runtime.protocol.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one execution produces on one of its outputs: a queue of frames per consumer. The producing task creates and
 * registers it; it outlives a task that ends well until its last part was read.
 */
public final class ResultPartition implements Partition {
    private static final Runnable NOBODY = () -> {};

    private final PartitionId id;
    private final List<Subpartition> subpartitions;

    /** Counted down by whoever ends the life of a part. */
    private final AtomicInteger open;

    /** Written by the registry before others see the partition, read by the thread that ends its last part. */
    private volatile Runnable onDone = NOBODY;

    /**
     * Creates a partition.
     *
     * @param id its name
     * @param subpartitions how many consumers it has
     * @param capacity how many frames may wait for each of them
     * @param producer wakes the producing task when there is room again
     */
    public ResultPartition(PartitionId id, int subpartitions, int capacity, Wakeup producer) {
        this.id = id;
        this.open = new AtomicInteger(subpartitions);
        List<Subpartition> parts = new ArrayList<>(subpartitions);
        for (int i = 0; i < subpartitions; i++) {
            parts.add(new Subpartition(id, i, capacity, producer, this::subpartitionDone));
        }
        this.subpartitions = List.copyOf(parts);
    }

    @Override
    public PartitionId id() {
        return id;
    }

    /** Returns its parts, by the number of their consumer. */
    public List<Subpartition> subpartitions() {
        return subpartitions;
    }

    @Override
    public int parts() {
        return subpartitions.size();
    }

    @Override
    public FrameSource claim(int part) {
        Subpartition wanted = subpartitions.get(part);
        return wanted.claim() ? wanted : null;
    }

    /** Drops all frames that were not read and takes no more. Any thread; again does nothing. */
    @Override
    public void release() {
        subpartitions.forEach(Subpartition::abandon);
    }

    /** Says what to do after the last part was read or released. */
    @Override
    public void whenDone(Runnable action) {
        onDone = action;
        if (open.get() == 0) {
            action.run();
        }
    }

    private void subpartitionDone() {
        if (open.decrementAndGet() == 0) {
            onDone.run();
        }
    }
}
