package io.weir.runtime.taskmanager;

import io.weir.execution.CachedFile;
import io.weir.fs.FileSystems;
import io.weir.runtime.blob.BlobCache;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that the functions of a job ask for by name, each copied to a directory of the job when it is first asked for. For any
 * thread: whoever asks first copies, and the others wait for the lock.
 *
 * <p>Life: that of the job in the TaskManager; the directory is deleted after it.
 */
final class JobFiles {
    private final Path directory;
    private final List<Path> jars;
    private final Map<String, CachedFile> registered = new LinkedHashMap<>();
    private final Map<String, Path> sent = new HashMap<>();

    /**
     * Creates it; nothing is copied yet.
     *
     * @param blobs has what came with the job
     * @param spec a task of the job
     * @param paths what came with it: first the program's jars, then its local files in the order of the option
     */
    static JobFiles of(BlobCache blobs, TaskSpec spec, List<Path> paths) {
        int jarCount = paths.size() - CachedFile.localOf(spec.configuration()).size();
        return new JobFiles(
                blobs.directoryOf(spec.execution().job()),
                paths.subList(0, jarCount),
                CachedFile.of(spec.configuration()),
                paths.subList(jarCount, paths.size()));
    }

    private JobFiles(Path directory, List<Path> jars, List<CachedFile> files, List<Path> local) {
        this.jars = jars;
        this.directory = directory;
        Deque<Path> left = new ArrayDeque<>(local);
        for (CachedFile file : files) {
            registered.put(file.name(), file);
            if (file.isLocal()) {
                sent.put(file.name(), left.remove());
            }
        }
    }

    /** Returns the program's jars. */
    List<Path> jars() {
        return jars;
    }

    /** Refuses to return a file that was not registered. */
    static File unknown(String name, String known) {
        throw new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "A function asks for the cached file '" + name + "', but the program has registered " + known
                        + ": call registerCachedFile().");
    }

    synchronized File get(String name) {
        CachedFile file = registered.get(name);
        if (file == null) {
            return unknown(name, "only " + registered.keySet());
        }
        Path path = directory.resolve(name);
        try {
            if (!Files.exists(path)) {
                fetch(file, path);
            }
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.STORAGE,
                    "The cached file '" + name + "', " + file.path() + ", cannot be fetched: " + e.getMessage() + ".",
                    e);
        }
        return path.toFile();
    }

    private void fetch(CachedFile file, Path path) throws IOException {
        Files.createDirectories(directory);
        Path partial = directory.resolve("." + file.name());
        try (InputStream in = file.isLocal()
                ? Files.newInputStream(sent.get(file.name()))
                : FileSystems.of(file.path()).open(file.path())) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
        }
        if (file.executable() && !partial.toFile().setExecutable(true)) {
            throw new IOException("it cannot be made executable");
        }
        Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
