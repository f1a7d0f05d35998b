package io.weir.runtime.network;

import io.weir.runtime.protocol.PartitionId;

/** Fills one part of a partition, as a record writer does. One thread uses it. */
public final class PartitionFeeder {
    /** An abandoned part wakes nobody: its producer is canceled, which these feeders are not. */
    private static final long PATIENCE_NANOS = 10_000_000;

    private static final int YIELDS = 50;

    private final Subpartition subpartition;
    private final Wakeup wakeup;

    /**
     * Creates a feeder of one part.
     *
     * @param partition the partition
     * @param subpartition the number of the part
     * @param wakeup what the partition was created with, used by this feeder alone
     */
    public PartitionFeeder(ResultPartition partition, int subpartition, Wakeup wakeup) {
        this.subpartition = partition.subpartitions().get(subpartition);
        this.wakeup = wakeup;
    }

    /** Registers a partition with one part and returns its feeder. */
    public static PartitionFeeder register(PartitionRegistry registry, PartitionId id, int capacity) {
        Wakeup wakeup = new Wakeup();
        ResultPartition partition = new ResultPartition(id, 1, capacity, wakeup);
        registry.register(partition);
        return new PartitionFeeder(partition, 0, wakeup);
    }

    /** Waits for room, adds a frame and tells the consumer; returns false if the part was released. */
    public boolean add(Frame frame) {
        addSilently(frame);
        subpartition.announce();
        return !subpartition.isReleased();
    }

    /** Waits for room and adds a frame, as a busy task does: the consumer is told when there are some. */
    public void addSilently(Frame frame) {
        for (int round = 0; !isReady(); round++) {
            subpartition.announce();
            // As tasks do it.
            if (round < YIELDS) {
                Thread.yield();
            } else {
                wakeup.park(this::isReady, PATIENCE_NANOS);
            }
        }
        subpartition.add(frame);
    }

    private boolean isReady() {
        return subpartition.hasRoom() || subpartition.isReleased();
    }

    /** Adds a frame if there is room. */
    public boolean offer(Frame frame) {
        if (subpartition.hasRoom()) {
            subpartition.add(frame);
            subpartition.announce();
            return true;
        }
        return false;
    }

    /** Returns whether the consumer has read everything and waits. */
    public boolean consumerWaits() {
        return subpartition.consumerWaits();
    }

    /** Returns whether all that was added has left. */
    public boolean isEmpty() {
        return subpartition.size() == 0;
    }
}
