package io.weir.runtime.network;

import java.util.concurrent.locks.LockSupport;

/** Fills one part of a partition, as a record writer does. One thread uses it. */
public final class PartitionFeeder {
    private final Subpartition subpartition;

    /** Creates a feeder of one part. */
    public PartitionFeeder(ResultPartition partition, int subpartition) {
        this.subpartition = partition.subpartitions().get(subpartition);
    }

    /** Waits for room and adds a frame; returns false if the part was released. */
    public boolean add(Frame frame) {
        while (!subpartition.hasRoom() && !subpartition.isReleased()) {
            LockSupport.parkNanos(20_000);
        }
        subpartition.add(frame);
        return !subpartition.isReleased();
    }

    /** Adds a frame if there is room. */
    public boolean offer(Frame frame) {
        if (subpartition.hasRoom()) {
            subpartition.add(frame);
            return true;
        }
        return false;
    }

    /** Returns whether the consumer has read everything and waits. */
    public boolean consumerWaits() {
        return subpartition.consumerWaits();
    }
}
