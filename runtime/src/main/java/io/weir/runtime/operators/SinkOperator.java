package io.weir.runtime.operators;

import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Gives each record to the writer of a sink. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class SinkOperator<T> extends Operator<T, Void> {
    private final OperatorContext context;
    private final Sink<T> sink;
    private SinkWriter<T> writer;

    private SinkOperator(OperatorContext context, Sink<T> sink, Output<Void> output) {
        super(output);
        this.context = context;
        this.sink = sink;
    }

    @Override
    public void open() throws Exception {
        try {
            writer = sink.createWriter(new SinkWriterContext(
                    context.runtimeContext().getJobInfo(),
                    context.runtimeContext().getTaskInfo()));
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
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
        try {
            writer.flush(false);
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void finish() throws Exception {
        try {
            writer.flush(true);
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void close() throws Exception {
        if (writer != null) {
            SinkWriter<T> toClose = writer;
            writer = null;
            try {
                toClose.close();
            } catch (Throwable e) {
                throw UserCode.failed(context, e);
            }
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
