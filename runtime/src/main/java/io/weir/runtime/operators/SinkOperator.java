package io.weir.runtime.operators;

import io.weir.connector.ProcessingTimeService;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.SupportsCommitter;
import io.weir.connector.SupportsWriterState;
import io.weir.state.FunctionSnapshotContext;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Gives each record to the writer of a sink. Where the sink commits, output goes to its committer once the checkpoint is
 * complete that knows of it; until then the operator keeps what describes it. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class SinkOperator<T> extends Operator<T, Void> {
    private final OperatorContext context;
    private final Sink<T> sink;

    /** What waits to be committed; null if the sink does not commit. */
    private final SinkCommits<?> commits;

    /** What its writer keeps; null if it keeps nothing. */
    private final SinkWriterStates<T, ?> writerStates;

    private SinkWriter<T> writer;
    private boolean finished;

    private SinkOperator(OperatorContext context, Sink<T> sink, Output<Void> output) {
        super(output);
        this.context = context;
        this.sink = sink;
        this.commits = sink instanceof SupportsCommitter<?> committing ? new SinkCommits<>(context, committing) : null;
        this.writerStates = writerStates(context, sink);
    }

    @SuppressWarnings("unchecked") // a sink keeps the state of its own writers
    private static <T> SinkWriterStates<T, ?> writerStates(OperatorContext context, Sink<T> sink) {
        return sink instanceof SupportsWriterState<?, ?> stateful
                ? new SinkWriterStates<>(context, (SupportsWriterState<T, ?>) stateful)
                : null;
    }

    @Override
    public void open() throws Exception {
        call(() -> {
            SinkWriterContext sinkContext = new SinkWriterContext(
                    context.runtimeContext().getJobInfo(),
                    context.runtimeContext().getTaskInfo(),
                    context.operatorId(),
                    new Timers());
            if (commits != null) {
                commits.open(sinkContext);
            }
            writer = writerStates == null ? sink.createWriter(sinkContext) : writerStates.open(sink, sinkContext);
        });
    }

    @Override
    public void openStates() {
        if (commits != null) {
            commits.restore();
        }
        if (writerStates != null) {
            writerStates.restored();
        }
    }

    /** Output that was ready when the checkpoint was taken may not have been committed before the failure. */
    @Override
    public void openFinished() throws Exception {
        finished = true;
        open();
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        try {
            writer.write(value, timestamp);
        } catch (IOException | UncheckedIOException e) {
            throw UserCode.failed(context, e); // the next record would not fare better
        } catch (WeirException e) {
            if (e.code().blame() == ErrorCode.Blame.EXTERNAL) {
                throw e;
            }
            UserCode.recordFailed(context, e, value, timestamp);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
        }
    }

    @Override
    public void watermark(long timestamp) {
        // Nothing follows.
    }

    /** What was written before a checkpoint need not be written again after it. */
    @Override
    public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
        call(() -> {
            if (!finished) {
                if (checkpoint.savepoint()) {
                    writer.prepareSavepoint();
                }
                writer.flush(false);
                prepareCommit();
            }
            if (commits != null) {
                commits.capture(checkpoint.checkpointId());
            }
            if (writerStates != null) {
                writerStates.capture(writer, checkpoint.checkpointId());
            }
        });
    }

    @Override
    public void checkpointCompleted(long checkpointId) throws Exception {
        if (commits != null) {
            call(() -> commits.complete(checkpointId));
        }
    }

    @Override
    public boolean awaitsCheckpoint() {
        return commits != null && commits.isWaiting();
    }

    @Override
    public void finish() throws Exception {
        call(() -> {
            finished = true;
            writer.flush(true);
            prepareCommit();
        });
    }

    /** What is committed with checkpoints was so with the savepoint; everything else is complete now. */
    @Override
    public void stop() throws Exception {
        if (commits == null && !finished) {
            finish();
        }
    }

    private void prepareCommit() throws IOException {
        if (commits != null) {
            commits.takeFrom(writer);
        }
    }

    @Override
    public void close() throws Exception {
        SinkWriter<T> toClose = writer;
        writer = null;
        call(() -> {
            try (toClose) {
                if (commits != null) {
                    commits.close();
                }
            }
        });
    }

    private void call(Step step) throws Exception {
        try {
            step.run();
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    /** A call of the sink's code. */
    @FunctionalInterface
    private interface Step {
        /** Makes it. */
        void run() throws Exception;
    }

    /** The task's clock, as writers see it. */
    private final class Timers implements ProcessingTimeService {
        @Override
        public long getCurrentProcessingTime() {
            return context.processingTime().now();
        }

        @Override
        public void registerTimer(long time, ProcessingTimeCallback target) {
            context.processingTime().schedule(time, () -> {
                if (!finished && writer != null) {
                    call(() -> target.onProcessingTime(time));
                }
            });
        }
    }

    /**
     * How it is made.
     *
     * @param sink the sink
     * @param <T> the type of the records
     */
    public record Spec<T>(Sink<T> sink) implements OperatorSpec<T, Void> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, Void> create(OperatorContext context, Output<Void> output) {
            return new SinkOperator<>(context, sink, output);
        }
    }
}
