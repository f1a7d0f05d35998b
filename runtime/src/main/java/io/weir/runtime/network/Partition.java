package io.weir.runtime.network;

import io.weir.runtime.protocol.PartitionId;

/** What one execution produces on one of its outputs, as the registry and its consumers see it. */
public interface Partition {
    /** Returns its name. */
    PartitionId id();

    /** Returns how many parts it has. */
    int parts();

    /** Reserves a part for a consumer; null if another has it and it can be read only once. Any thread. */
    FrameSource claim(int part);

    /** Drops what was not read. Any thread; again does nothing. */
    void release();

    /** Says what to do after it was read, or released. Called once, by the registry. */
    void whenDone(Runnable action);
}
