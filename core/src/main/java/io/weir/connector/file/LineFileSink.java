package io.weir.connector.file;

import io.weir.connector.OutputCommitter;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes lines to files, one per parallel instance: {@code part-00000}, {@code part-00001} and so on. The files appear
 * in the directory when the job has succeeded, and not at all when it fails or is canceled. Immutable.
 *
 * @param <T> the type of the records
 */
public abstract sealed class LineFileSink<T> implements Sink<T> permits TextFileSink, CsvFileSink {
    private static final long serialVersionUID = 1L;

    private final FileSinkSettings settings;

    LineFileSink(FileSinkSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings is null");
    }

    FileSinkSettings settings() {
        return settings;
    }

    /** Creates what turns records into lines, for one writer. */
    abstract Function<? super T, String> createFormatter();

    abstract Charset charset();

    /** Returns the first line of each file, or null for none. */
    abstract String header();

    /** Returns the directory of the output. */
    public String directory() {
        return settings.directory();
    }

    @Override
    public SinkWriter<T> createWriter(SinkWriterContext context) throws IOException {
        return new FileSinkWriter<>(settings, context, createFormatter(), charset(), header());
    }

    @Override
    public Optional<OutputCommitter> outputCommitter() {
        return Optional.of(new FileOutputCommitter(settings));
    }
}
