package io.weir.connector.file;

import io.weir.connector.Committer;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes files by renaming them. To publish again what was published does nothing. The task's thread owns it.
 */
final class FileCommitter implements Committer<FileCommittable> {
    private static final Logger LOG = LoggerFactory.getLogger(FileCommitter.class);
    private static final int REMEMBERED = 1000;

    /** Directories that are known to exist. */
    private final Set<String> directories = new HashSet<>();

    @Override
    public void commit(Collection<CommitRequest<FileCommittable>> committables) throws IOException {
        IOException first = null;
        for (CommitRequest<FileCommittable> request : committables) {
            try {
                publish(request);
            } catch (IOException e) {
                first = first == null ? e : first;
                request.retryLater();
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void publish(CommitRequest<FileCommittable> request) throws IOException {
        FileCommittable file = request.getCommittable();
        FileSystem fileSystem = FileSystems.of(file.target());
        try {
            prepareDirectory(fileSystem, directoryOf(file.target()));
            fileSystem.rename(file.pending(), file.target());
        } catch (IOException e) {
            directories.clear();
            if (fileSystem.exists(file.pending())) {
                throw e;
            }
            settleMissing(request, fileSystem);
            return;
        }
        request.signalAlreadyCommitted();
    }

    private static void settleMissing(CommitRequest<FileCommittable> request, FileSystem fileSystem)
            throws IOException {
        FileCommittable file = request.getCommittable();
        boolean published = fileSystem.exists(file.target());
        if (published || request.mayBeCommitted()) {
            if (!published) {
                LOG.warn(
                        "The file {} was published before the job started again, it seems, and is not there any more.",
                        file.target());
            }
            request.signalAlreadyCommitted();
        } else {
            request.signalFailedWithKnownReason(new FileNotFoundException(
                    file.pending() + " has disappeared before it was published; somebody else has deleted it"));
        }
    }

    private static String directoryOf(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private void prepareDirectory(FileSystem fileSystem, String directory) throws IOException {
        if (!directories.contains(directory)) {
            fileSystem.createDirectories(directory);
            if (directories.size() >= REMEMBERED) {
                directories.clear();
            }
            directories.add(directory);
        }
    }
}
