package io.weir.connector.format;

import io.weir.configuration.Configuration;
import io.weir.connector.OutputCommitter;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes with an {@link OutputFormat}. Immutable, but for the format.
 *
 * @param <T> the type of the records
 */
public final class OutputFormatSink<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;

    private final OutputFormat<T> format;
    private final Configuration parameters;

    /**
     * Creates it.
     *
     * @param format writes
     * @param parameters what the format is configured with
     */
    public OutputFormatSink(OutputFormat<T> format, Configuration parameters) {
        this.format = Objects.requireNonNull(format, "format is null");
        this.parameters = Objects.requireNonNull(parameters, "parameters is null");
    }

    @Override
    public SinkWriter<T> createWriter(SinkWriterContext context) throws IOException {
        format.configure(parameters);
        Writer<T> writer = new Writer<>(format);
        try {
            format.open(new Instance(context));
            return writer;
        } catch (IOException | RuntimeException e) {
            try {
                writer.close();
            } catch (IOException | RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    @Override
    public Optional<OutputCommitter> outputCommitter() {
        format.configure(parameters);
        return format.outputCommitter();
    }

    private record Instance(SinkWriterContext context) implements OutputFormat.InitializationContext {
        @Override
        public int getNumTasks() {
            return context.taskInfo().getNumberOfParallelSubtasks();
        }

        @Override
        public int getTaskNumber() {
            return context.taskInfo().getIndexOfThisSubtask();
        }

        @Override
        public int getAttemptNumber() {
            return context.taskInfo().getAttemptNumber();
        }

        @Override
        public String getJobId() {
            return context.jobInfo().jobId();
        }
    }

    /** Writes the records of one instance. The task's thread owns it. */
    private static final class Writer<T> implements SinkWriter<T> {
        private final OutputFormat<T> format;
        private boolean closed;

        Writer(OutputFormat<T> format) {
            this.format = format;
        }

        @Override
        public void write(T value, long timestamp) throws IOException {
            format.writeRecord(value);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            if (endOfInput && !closed) {
                closed = true;
                format.close();
            }
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                if (format instanceof CleanupWhenUnsuccessful unsuccessful) {
                    unsuccessful.tryCleanupOnError();
                }
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("The output format cannot clean up: " + e.getMessage(), e);
            } finally {
                format.close();
            }
        }
    }
}
