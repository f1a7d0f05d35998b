package io.weir.connector.file;

import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.fs.FileFailures;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.function.Function;

/**
 * Writes the lines of one parallel instance to the file of its attempt. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
final class FileSinkWriter<T> implements SinkWriter<T> {
    private static final int BUFFER = 64 << 10;

    private final Function<? super T, String> formatter;
    private final Charset charset;
    private final AttemptFile file;
    private final byte[] lineEnd;
    private final byte[] buffer = new byte[BUFFER];
    private int used;

    /**
     * Opens the file.
     *
     * @param settings where files go
     * @param context the parallel instance
     * @param formatter makes lines
     * @param charset how they are written
     * @param header the first line, or null for none
     * @throws IOException if the file cannot be created
     */
    FileSinkWriter(
            FileSinkSettings settings,
            SinkWriterContext context,
            Function<? super T, String> formatter,
            Charset charset,
            String header)
            throws IOException {
        this.formatter = formatter;
        this.charset = charset;
        this.lineEnd = "\n".getBytes(charset);
        file = new AttemptFile(
                settings,
                context.jobInfo().jobId(),
                context.taskInfo().getIndexOfThisSubtask(),
                context.taskInfo().getAttemptNumber());
        if (header != null) {
            append(header.getBytes(charset));
            append(lineEnd);
        }
    }

    @Override
    public void write(T value, long timestamp) {
        append(formatter.apply(value).getBytes(charset));
        append(lineEnd);
    }

    private void append(byte[] bytes) {
        if (bytes.length > buffer.length - used) {
            drain();
            if (bytes.length > buffer.length) {
                put(bytes, bytes.length);
                return;
            }
        }
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
    }

    private void drain() {
        put(buffer, used);
        used = 0;
    }

    private void put(byte[] bytes, int length) {
        try {
            file.out().write(bytes, 0, length);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void flush(boolean endOfInput) {
        if (file.isComplete()) {
            return;
        }
        drain();
        try {
            if (endOfInput) {
                file.complete();
            } else {
                file.out().flush();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private WeirException unwritable(IOException cause) {
        return new WeirException(
                ErrorCode.STORAGE,
                "The output " + file.path() + " cannot be written: " + FileFailures.describe(cause) + ".",
                cause);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
