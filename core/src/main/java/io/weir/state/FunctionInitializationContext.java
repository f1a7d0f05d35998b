package io.weir.state;

import java.util.OptionalLong;

/** Where a {@link CheckpointedFunction} gets its state. */
public interface FunctionInitializationContext {
    /** Returns whether the state comes from a checkpoint. */
    boolean isRestored();

    /** Returns the number of the checkpoint that the state comes from, if it comes from one. */
    OptionalLong getRestoredCheckpointId();

    /** Returns what gives state of the parallel instance. */
    OperatorStateStore getOperatorStateStore();

    /**
     * Returns what gives state of the current key.
     *
     * @throws io.weir.util.WeirException if the operator's input has no key
     */
    KeyedStateStore getKeyedStateStore();
}
