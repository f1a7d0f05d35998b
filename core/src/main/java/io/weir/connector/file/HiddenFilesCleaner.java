package io.weir.connector.file;

import io.weir.connector.OutputCleaner;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/**
 * Deletes the hidden directories that a job has left in the directory of a sink.
 *
 * @param directory the directory of the sink
 */
record HiddenFilesCleaner(String directory) implements OutputCleaner {
    private static final long serialVersionUID = 1L;

    @Override
    public void clean(String jobId) throws IOException {
        FileSystem fileSystem = FileSystems.of(directory);
        for (FileStatus file : list(fileSystem)) {
            if (file.directory() && file.name().startsWith(PartFileWriter.hiddenPrefix(jobId))) {
                fileSystem.delete(file.path());
            }
        }
    }

    private List<FileStatus> list(FileSystem fileSystem) throws IOException {
        try {
            return fileSystem.list(directory);
        } catch (FileNotFoundException e) {
            return List.of(); // no instance had begun a file
        }
    }
}
