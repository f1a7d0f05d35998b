package io.weir.connector.file;

import io.weir.connector.OutputCommitter;
import io.weir.fs.FileFailures;
import io.weir.fs.FilePaths;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes the files of a job by renaming them from {@code <directory>/_temporary/<job-id>/} into the directory. The
 * temporary directory also notes how far a commit has come, so that one that broke off can be repeated or undone:
 *
 * <ul>
 *   <li>{@code _created}: the directory was not there before the job;
 *   <li>{@code _cleared}: what was in the directory has been deleted (with {@link WriteMode#OVERWRITE});
 *   <li>{@code _publishing}: the names of the files that are being renamed, one per line.
 * </ul>
 *
 * <p>A repeated commit goes on with what is left. An abort after a commit that broke off deletes the files that the
 * commit had renamed; what {@code OVERWRITE} deleted does not come back. Immutable; its calls come one at a time.
 */
final class FileOutputCommitter implements OutputCommitter {
    private static final long serialVersionUID = 1L;
    private static final String CREATED = "_created";
    private static final String CLEARED = "_cleared";
    private static final String PUBLISHING = "_publishing";

    private final FileSinkSettings settings;

    FileOutputCommitter(FileSinkSettings settings) {
        this.settings = settings;
    }

    /** Refuses a place where the output cannot go. */
    private void check(FileSystem fileSystem) throws IOException {
        FileStatus status;
        try {
            status = fileSystem.status(settings.directory());
        } catch (FileNotFoundException e) {
            return;
        }
        if (!status.directory()) {
            throw new WeirException(
                    ErrorCode.FILE,
                    "The output " + settings.directory() + " is a file; it has to be a directory or not to exist.");
        }
        if (settings.writeMode() == WriteMode.NO_OVERWRITE
                && !content(fileSystem).isEmpty()) {
            throw new WeirException(
                    ErrorCode.FILE,
                    "The output " + settings.directory() + " exists and is not empty; delete it, choose another one,"
                            + " or write with WriteMode.OVERWRITE.");
        }
    }

    private List<FileStatus> content(FileSystem fileSystem) throws IOException {
        return fileSystem.list(settings.directory()).stream()
                .filter(status -> !status.name().equals(FileSinkSettings.TEMPORARY))
                .toList();
    }

    @Override
    public void setup(String jobId) throws IOException {
        try {
            FileSystem fileSystem = fileSystem();
            check(fileSystem);
            String temporary = settings.temporary(jobId);
            boolean created = !fileSystem.exists(settings.directory());
            // A second call comes before any task of the new attempt writes: what the first left is stale, except for
            // the note who made the directory.
            boolean createdBefore = fileSystem.exists(FilePaths.child(temporary, CREATED));
            fileSystem.delete(temporary);
            fileSystem.createDirectories(temporary);
            if (created || createdBefore) {
                note(fileSystem, temporary, CREATED, "");
            }
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.FILE,
                    "The output " + settings.directory() + " cannot be written: " + FileFailures.describe(e) + ".",
                    e);
        }
    }

    @Override
    public void commit(String jobId) throws IOException {
        FileSystem fileSystem = fileSystem();
        String temporary = settings.temporary(jobId);
        if (!fileSystem.exists(temporary)) {
            checkCommittedBefore(fileSystem, temporary);
            return;
        }
        if (!fileSystem.exists(FilePaths.child(temporary, PUBLISHING))) {
            clear(fileSystem, temporary);
            note(fileSystem, temporary, PUBLISHING, String.join("\n", newestAttempts(fileSystem, temporary)));
        }
        for (String finished : publishing(fileSystem, temporary)) {
            String from = FilePaths.child(temporary, finished);
            if (fileSystem.exists(from)) { // or a commit that broke off has renamed it
                publish(
                        fileSystem,
                        from,
                        FilePaths.child(settings.directory(), FileSinkSettings.publishedName(finished)));
            }
        }
        if (settings.successMarker()) {
            note(fileSystem, settings.directory(), FileSinkSettings.SUCCESS, "");
        }
        removeTemporary(fileSystem, temporary);
    }

    /** Returns the complete files of the last attempts: only those have finished with all others of the job. */
    private static Collection<String> newestAttempts(FileSystem fileSystem, String temporary) throws IOException {
        Map<String, String> newest = new TreeMap<>();
        for (FileStatus file : fileSystem.list(temporary)) {
            if (FileSinkSettings.attemptOf(file.name()) >= 0) {
                newest.merge(
                        FileSinkSettings.publishedName(file.name()),
                        file.name(),
                        (one, other) ->
                                FileSinkSettings.attemptOf(one) > FileSinkSettings.attemptOf(other) ? one : other);
            }
        }
        return newest.values();
    }

    private static List<String> publishing(FileSystem fileSystem, String temporary) throws IOException {
        try (InputStream in = fileSystem.open(FilePaths.child(temporary, PUBLISHING))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static void publish(FileSystem fileSystem, String from, String to) {
        try {
            fileSystem.rename(from, to);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.STORAGE,
                    "The output file " + to + " cannot be put in its place: " + FileFailures.describe(e) + ".",
                    e);
        }
    }

    /** Every instance writes a file, so after a commit there is at least one. */
    private void checkCommittedBefore(FileSystem fileSystem, String temporary) throws IOException {
        boolean published = fileSystem.exists(settings.directory())
                && content(fileSystem).stream().anyMatch(status -> status.name().startsWith(FileSinkSettings.PART));
        if (!published) {
            throw new WeirException(
                    ErrorCode.STORAGE,
                    "The output of the job was in " + temporary + ", but is gone; somebody else has deleted it.");
        }
    }

    private void clear(FileSystem fileSystem, String temporary) throws IOException {
        if (settings.writeMode() == WriteMode.OVERWRITE && !fileSystem.exists(FilePaths.child(temporary, CLEARED))) {
            for (FileStatus old : content(fileSystem)) {
                fileSystem.delete(old.path());
            }
            note(fileSystem, temporary, CLEARED, "");
        }
    }

    @Override
    public void abort(String jobId) throws IOException {
        FileSystem fileSystem = fileSystem();
        String temporary = settings.temporary(jobId);
        if (!fileSystem.exists(temporary)) {
            return;
        }
        boolean created = fileSystem.exists(FilePaths.child(temporary, CREATED));
        unpublish(fileSystem, temporary);
        removeTemporary(fileSystem, temporary);
        if (created && fileSystem.list(settings.directory()).isEmpty()) {
            fileSystem.delete(settings.directory());
        }
    }

    private void unpublish(FileSystem fileSystem, String temporary) throws IOException {
        if (!fileSystem.exists(FilePaths.child(temporary, PUBLISHING))) {
            return;
        }
        for (String finished : publishing(fileSystem, temporary)) {
            // What still is in the temporary directory has not been renamed: a file of that name is somebody else's.
            if (!fileSystem.exists(FilePaths.child(temporary, finished))) {
                fileSystem.delete(FilePaths.child(settings.directory(), FileSinkSettings.publishedName(finished)));
            }
        }
        if (settings.successMarker()) {
            fileSystem.delete(FilePaths.child(settings.directory(), FileSinkSettings.SUCCESS));
        }
    }

    private void removeTemporary(FileSystem fileSystem, String temporary) throws IOException {
        fileSystem.delete(temporary);
        String root = settings.temporaryRoot();
        try {
            // Another job may be writing to the same place.
            if (fileSystem.list(root).isEmpty()) {
                fileSystem.delete(root);
            }
        } catch (FileNotFoundException e) {
            // That other job has just removed it.
        }
    }

    private static void note(FileSystem fileSystem, String directory, String name, String text) throws IOException {
        try (OutputStream out = fileSystem.create(FilePaths.child(directory, name), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private FileSystem fileSystem() throws IOException {
        return FileSystems.of(settings.directory());
    }
}
