package io.weir.connector.file;

import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.fs.FileFailures;
import io.weir.fs.FilePaths;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.function.Function;

/**
 * Writes the lines of one parallel instance to a hidden file, which gets its name when it is complete; so only whole
 * files of attempts that came to their end can ever be published. Each attempt has files of its own, for an earlier one may
 * still be running on a TaskManager that nobody reaches. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
final class FileSinkWriter<T> implements SinkWriter<T> {
    private static final int BUFFER = 64 << 10;

    private final Function<? super T, String> formatter;
    private final Charset charset;
    private final FileSystem fileSystem;
    private final String path;
    private final String inProgress;
    private final byte[] lineEnd;
    private final byte[] buffer = new byte[BUFFER];
    private int used;
    private OutputStream out;
    private boolean complete;

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
        String directory = settings.temporary(context.jobInfo().jobId());
        String name = settings.finishedName(
                context.taskInfo().getIndexOfThisSubtask(), context.taskInfo().getAttemptNumber());
        path = FilePaths.child(directory, name);
        inProgress = FilePaths.child(directory, "." + name);
        fileSystem = FileSystems.of(path);
        out = fileSystem.create(inProgress, true);
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
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void flush(boolean endOfInput) {
        if (complete) {
            return;
        }
        drain();
        try {
            if (endOfInput) {
                OutputStream finished = out;
                out = null;
                finished.close();
                fileSystem.delete(path);
                fileSystem.rename(inProgress, path);
                complete = true;
            } else {
                out.flush();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private WeirException unwritable(IOException cause) {
        return new WeirException(
                ErrorCode.STORAGE,
                "The output " + path + " cannot be written: " + FileFailures.describe(cause) + ".",
                cause);
    }

    @Override
    public void close() throws IOException {
        if (complete) {
            return;
        }
        complete = true;
        OutputStream unfinished = out;
        out = null;
        try {
            if (unfinished != null) {
                unfinished.close();
            }
        } finally {
            fileSystem.delete(inProgress);
        }
    }
}
