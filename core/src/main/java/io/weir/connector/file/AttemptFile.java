package io.weir.connector.file;

import io.weir.fs.FilePaths;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The file of one attempt of a parallel instance. It is hidden until it is complete; so only whole files of attempts that came
 * to their end can ever be published. Each attempt has a file of its own, for an earlier one may still be running on a
 * TaskManager that nobody reaches. The task's thread owns it.
 */
final class AttemptFile implements Closeable {
    private final FileSystem fileSystem;
    private final String path;
    private final String inProgress;
    private OutputStream out;
    private boolean complete;

    /**
     * Creates the file.
     *
     * @param settings where files go
     * @param jobId the job
     * @param subtask the number of the instance
     * @param attempt the number of the attempt
     * @throws IOException if it cannot be created
     */
    AttemptFile(FileSinkSettings settings, String jobId, int subtask, int attempt) throws IOException {
        String directory = settings.temporary(jobId);
        String name = settings.finishedName(subtask, attempt);
        path = FilePaths.child(directory, name);
        inProgress = FilePaths.child(directory, "." + name);
        fileSystem = FileSystems.of(path);
        out = fileSystem.create(inProgress, true);
    }

    /** Returns where it is when it is complete. */
    String path() {
        return path;
    }

    OutputStream out() {
        return out;
    }

    boolean isComplete() {
        return complete;
    }

    /** Gives the file its name. */
    void complete() throws IOException {
        OutputStream finished = out;
        out = null;
        finished.close();
        fileSystem.delete(path);
        fileSystem.rename(inProgress, path);
        complete = true;
    }

    /** Deletes it unless it is complete. */
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
