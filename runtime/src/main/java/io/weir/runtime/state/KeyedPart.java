package io.weir.runtime.state;

import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;

/**
 * Something that an operator keeps by key beside its states, such as timers. It is captured together with them, and a
 * capture is divided by key groups when the parallelism changes. The task's thread owns it.
 */
public interface KeyedPart {
    /** Returns the name, unique within the operator, by which a capture is found again. */
    String name();

    /** Returns the types of what is kept, in words. */
    String types();

    /** Returns how what is kept is written. Any thread may ask. */
    StateSchema schema();

    /**
     * Returns what takes back what {@link Frozen#write} wrote. Called when the part is attached and there is something.
     *
     * @param written gives serializers for what was written
     * @return takes back key group by key group
     */
    Restorer restorer(WrittenTypes written);

    /** Takes back what a part wrote. The task's thread owns it. */
    @FunctionalInterface
    interface Restorer {
        /**
         * Takes back a key group. Called once per group.
         *
         * @param keyGroup the group, one of the instance's
         * @param in what was written
         */
        void restore(int keyGroup, RecordInput in);
    }

    /**
     * Returns what is kept as it is now. It takes no time to speak of and does no I/O: what is frozen is either copied
     * as a whole or copied when it is first written to afterwards.
     *
     * @return what another thread can write while the part goes on
     */
    Frozen freeze();

    /** What was kept at one moment. One thread at a time owns it, not necessarily the task's. */
    interface Frozen extends AutoCloseable {
        /**
         * Writes what was kept for the keys of a group; nothing at all if there is nothing.
         *
         * @param keyGroup the group
         * @param out where to write
         */
        void write(int keyGroup, RecordOutput out);

        /** Lets the part no longer take care of what was frozen. Any thread. */
        @Override
        void close();
    }
}
