package io.weir.functions.windowing;

import io.weir.functions.Function;
import io.weir.functions.OpenContext;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.RichFunction;
import io.weir.functions.RuntimeContext;
import io.weir.state.CheckpointListener;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.windowing.windows.Window;

/** A window function of another shape, with its life and whatever it has to do with checkpoints. The task's thread owns it. */
abstract class WrappingWindowFunction<F extends Function, IN, OUT, KEY, W extends Window>
        extends ProcessWindowFunction<IN, OUT, KEY, W> implements CheckpointedFunction, CheckpointListener {
    private static final long serialVersionUID = 1L;

    final F wrapped;

    WrappingWindowFunction(F wrapped) {
        this.wrapped = wrapped;
    }

    @Override
    public final void setRuntimeContext(RuntimeContext context) {
        super.setRuntimeContext(context);
        if (wrapped instanceof RichFunction rich) {
            rich.setRuntimeContext(context);
        }
    }

    @Override
    public final void open(OpenContext openContext) throws Exception {
        if (wrapped instanceof RichFunction rich) {
            rich.open(openContext);
        }
    }

    @Override
    public final void initializeState(FunctionInitializationContext context) throws Exception {
        if (wrapped instanceof CheckpointedFunction checkpointed) {
            checkpointed.initializeState(context);
        }
    }

    @Override
    public final void snapshotState(FunctionSnapshotContext context) throws Exception {
        if (wrapped instanceof CheckpointedFunction checkpointed) {
            checkpointed.snapshotState(context);
        }
    }

    @Override
    public final void notifyCheckpointComplete(long checkpointId) throws Exception {
        if (wrapped instanceof CheckpointListener listener) {
            listener.notifyCheckpointComplete(checkpointId);
        }
    }

    @Override
    public final void notifyCheckpointAborted(long checkpointId) throws Exception {
        if (wrapped instanceof CheckpointListener listener) {
            listener.notifyCheckpointAborted(checkpointId);
        }
    }

    @Override
    public final void close() throws Exception {
        if (wrapped instanceof RichFunction rich) {
            rich.close();
        }
    }
}
