package io.weir.runtime.operators;

import io.weir.runtime.state.OperatorImage;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.KeyedStateStore;
import io.weir.state.OperatorStateStore;
import java.util.OptionalLong;

/**
 * Where a function gets its state when it begins. The task's thread owns it.
 *
 * @param context where its operator runs
 */
record FunctionInitialization(OperatorContext context) implements FunctionInitializationContext {
    @Override
    public boolean isRestored() {
        return image().isRestored();
    }

    @Override
    public OptionalLong getRestoredCheckpointId() {
        return isRestored() ? OptionalLong.of(image().checkpointId()) : OptionalLong.empty();
    }

    @Override
    public OperatorStateStore getOperatorStateStore() {
        return context.states().ofInstance();
    }

    @Override
    public KeyedStateStore getKeyedStateStore() {
        return context.runtimeContext();
    }

    private OperatorImage image() {
        return context.states().image();
    }
}
