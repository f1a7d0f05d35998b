package io.weir.connector.file;

import io.weir.connector.OutputCommitter;
import io.weir.connector.format.CleanupWhenUnsuccessful;
import io.weir.connector.format.OutputFormat;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Writes records to files, one per parallel instance: {@code part-00000}, {@code part-00001} and so on. The files appear in the
 * directory when the job has succeeded, and not at all when it fails or is canceled. Subclasses write to {@link #stream}; one
 * that overrides {@code open} or {@code close} calls that of this class, in {@code open} first and in {@code close} last. The
 * task's thread owns it.
 *
 * @param <T> the type of the records
 */
public abstract class FileOutputFormat<T> implements OutputFormat<T>, CleanupWhenUnsuccessful {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER = 64 << 10;

    private FileSinkSettings settings;
    private WriteMode writeMode = WriteMode.NO_OVERWRITE;
    private String suffix = "";
    private transient AttemptFile file;
    private transient boolean unwanted;

    /** The file of this instance, from {@code open} to {@code close}. */
    protected transient OutputStream stream;

    /** Creates a format whose directory is told later. */
    protected FileOutputFormat() {}

    /**
     * Creates a format.
     *
     * @param directory where the files go
     */
    protected FileOutputFormat(String directory) {
        setOutputFilePath(directory);
    }

    /**
     * Sets where the files go.
     *
     * @param directory a directory that does not exist, or is empty, unless {@link #setWriteMode} allows to overwrite it
     */
    public final void setOutputFilePath(String directory) {
        settings = FileSinkSettings.to(directory);
    }

    /**
     * Sets what happens if there is something already.
     *
     * @param mode {@link WriteMode#NO_OVERWRITE} if not set
     */
    public final void setWriteMode(WriteMode mode) {
        writeMode = mode;
    }

    /**
     * Sets how the names of the files end.
     *
     * @param end such as {@code .bin}; nothing if not set
     */
    public final void setSuffix(String end) {
        suffix = end;
    }

    private FileSinkSettings settings() {
        if (settings == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The " + getClass().getSimpleName()
                            + " has no path: call setOutputFilePath(), or write(format, path).");
        }
        return settings.withWriteMode(writeMode).withSuffix(suffix);
    }

    @Override
    public void open(InitializationContext context) throws IOException {
        unwanted = false;
        file = new AttemptFile(settings(), context.getJobId(), context.getTaskNumber(), context.getAttemptNumber());
        stream = new BufferedOutputStream(file.out(), BUFFER);
    }

    @Override
    public void tryCleanupOnError() {
        unwanted = true;
    }

    @Override
    public void close() throws IOException {
        if (file == null) {
            return;
        }
        try (AttemptFile written = file) {
            if (!unwanted) {
                stream.flush();
                written.complete();
            }
        } finally {
            file = null;
            stream = null;
        }
    }

    @Override
    public final Optional<OutputCommitter> outputCommitter() {
        return Optional.of(new FileOutputCommitter(settings()));
    }
}
