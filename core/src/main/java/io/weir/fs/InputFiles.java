package io.weir.fs;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds the files that a path stands for: the file itself, all files below a directory, or what matches a pattern with
 * {@code *}, {@code ?}, {@code [a-c]} and {@code {a,b}}. Files and directories whose names begin with a dot or an
 * underscore are left out, unless the path names them. No state.
 */
public final class InputFiles {
    private static final int DEEPEST = 100;

    private InputFiles() {}

    /**
     * Finds the files.
     *
     * @param path a file, directory or pattern
     * @return the files by path
     * @throws WeirException with {@link ErrorCode#FILE} and the path if there is nothing there or it cannot be read
     */
    public static List<FileStatus> find(String path) {
        TreeMap<String, FileStatus> files = new TreeMap<>();
        try {
            FileSystem fileSystem = FileSystems.of(path);
            for (FileStatus root : roots(fileSystem, path)) {
                collect(fileSystem, root, files, 0);
            }
        } catch (IllegalArgumentException e) {
            throw new WeirException(ErrorCode.FILE, "The path " + path + " is no pattern: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.FILE, "The input " + path + " cannot be read: " + FileFailures.describe(e) + ".", e);
        }
        return List.copyOf(files.values());
    }

    /**
     * Checks that there is something to read, without reading directories to their bottom.
     *
     * @param path a file, directory or pattern
     * @throws WeirException with {@link ErrorCode#FILE} and the path if there is nothing there or it cannot be read
     */
    public static void checkExists(String path) {
        try {
            roots(FileSystems.of(path), path);
        } catch (IllegalArgumentException e) {
            throw new WeirException(ErrorCode.FILE, "The path " + path + " is no pattern: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.FILE, "The input " + path + " cannot be read: " + FileFailures.describe(e) + ".", e);
        }
    }

    private static List<FileStatus> roots(FileSystem fileSystem, String path) throws IOException {
        String qualified = FilePaths.withoutTrailingSlash(FileSystems.qualify(path));
        try {
            // What is there is meant, even if its name looks like a pattern.
            return List.of(fileSystem.status(qualified));
        } catch (FileNotFoundException e) {
            if (!Glob.isPattern(qualified)) {
                throw new WeirException(ErrorCode.FILE, "The input " + path + " does not exist.", e);
            }
        } catch (IOException | IllegalArgumentException e) {
            // Some file systems do not even look for a name with such characters.
            if (!Glob.isPattern(qualified)) {
                throw e;
            }
        }
        List<FileStatus> roots = new ArrayList<>();
        for (String pattern : Glob.expandBraces(qualified)) {
            roots.addAll(match(fileSystem, pattern));
        }
        if (roots.isEmpty()) {
            throw new WeirException(ErrorCode.FILE, "The input " + path + " does not exist: no file matches it.");
        }
        return roots;
    }

    /** Follows a pattern from the root on, name by name; directories are listed only where a name is a pattern. */
    private static List<FileStatus> match(FileSystem fileSystem, String pattern) throws IOException {
        String volume = FilePaths.volume(pattern);
        String[] names =
                pattern.substring(volume.length()).replaceFirst("^/+", "").split("/+");
        List<String> reached = List.of(volume + "/");
        int fixed = 0;
        while (fixed < names.length - 1 && !Glob.isPattern(names[fixed])) {
            reached = List.of(FilePaths.child(reached.get(0), names[fixed++]));
        }
        for (int i = fixed; i < names.length - 1; i++) {
            List<String> next = new ArrayList<>();
            for (String directory : reached) {
                step(fileSystem, directory, names[i]).stream()
                        .filter(FileStatus::directory)
                        .forEach(status -> next.add(status.path()));
            }
            reached = next;
        }
        List<FileStatus> found = new ArrayList<>();
        for (String directory : reached) {
            found.addAll(step(fileSystem, directory, names[names.length - 1]));
        }
        return found;
    }

    private static List<FileStatus> step(FileSystem fileSystem, String directory, String name) throws IOException {
        try {
            if (!Glob.isPattern(name)) {
                return List.of(fileSystem.status(FilePaths.child(directory, name)));
            }
            Pattern pattern = Glob.compile(name);
            boolean hiddenToo = FilePaths.isHidden(Glob.unescape(name));
            List<FileStatus> entries = fileSystem.list(directory);
            if (isFileItself(fileSystem, directory, entries)) {
                return List.of();
            }
            return entries.stream()
                    .filter(status -> hiddenToo || !FilePaths.isHidden(status.name()))
                    .filter(status -> pattern.matcher(status.name()).matches())
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /** Some file systems list a file as if it were a directory with itself in it. */
    private static boolean isFileItself(FileSystem fileSystem, String directory, List<FileStatus> entries)
            throws IOException {
        return entries.size() == 1
                && !entries.get(0).directory()
                && entries.get(0).name().equals(FilePaths.name(directory))
                && !fileSystem.status(directory).directory();
    }

    private static void collect(FileSystem fileSystem, FileStatus from, TreeMap<String, FileStatus> files, int depth)
            throws IOException {
        if (!from.directory()) {
            files.put(from.path(), from);
            return;
        }
        if (depth == DEEPEST) {
            throw new IOException(from.path() + " is more than " + DEEPEST + " directories deep; is it in a circle?");
        }
        for (FileStatus entry : fileSystem.list(from.path())) {
            if (!FilePaths.isHidden(entry.name())) {
                collect(fileSystem, entry, files, depth + 1);
            }
        }
    }
}
