package io.weir.fs;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Finds the file system of a path. Local files are built in; the others come from {@link FileSystemFactory factories},
 * which are found with {@link ServiceLoader} on the engine's class path or registered by whoever loads plug-ins.
 *
 * <p>There is one set of file systems per process. Any thread may call any method at any time: registration and look-up
 * go through concurrent collections, and the default scheme is one volatile field. A process calls {@link #initialize}
 * and {@link #register} while it starts, before it opens the first file.
 */
public final class FileSystems {
    private static final FileSystem LOCAL = new LocalFileSystem();

    /** Written by the thread that loads plug-ins, read by all. */
    private static final List<FileSystemFactory> REGISTERED = new CopyOnWriteArrayList<>();

    /** By scheme and authority. Written and read by all threads. */
    private static final Map<String, FileSystem> OPEN = new ConcurrentHashMap<>();

    /** Written by the thread that starts the process, read by all; null is the local file system. */
    private static volatile String defaultScheme;

    private FileSystems() {}

    /**
     * Takes the option {@code fs.default-scheme}.
     *
     * @param configuration the options of the process
     */
    public static void initialize(Configuration configuration) {
        String scheme = configuration.get(CoreOptions.DEFAULT_FILE_SCHEME);
        if (scheme != null && FilePaths.scheme(scheme + "/").isEmpty()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The option " + CoreOptions.DEFAULT_FILE_SCHEME + " cannot be '" + scheme
                            + "': it takes a scheme with an authority, as in hdfs://namenode:8020.");
        }
        defaultScheme = scheme == null ? null : scheme.replaceFirst("/+$", "");
    }

    /**
     * Adds the file systems of a factory; they go before those on the class path, and before those that are open.
     *
     * @param factory the factory
     */
    public static void register(FileSystemFactory factory) {
        REGISTERED.add(0, factory);
        reopen(factory);
    }

    /**
     * Lets a factory, whose options have changed perhaps, open its file systems anew. Whoever still uses one that was open
     * may go on.
     *
     * @param factory the factory
     */
    public static void reopen(FileSystemFactory factory) {
        OPEN.keySet().removeIf(volume -> FilePaths.scheme(volume + "/")
                .filter(factory.schemes()::contains)
                .isPresent());
    }

    /**
     * Returns the file system that a path is on.
     *
     * @param path the path; without a scheme it is local, unless {@code fs.default-scheme} is set
     * @return the file system
     * @throws WeirException if there is none for the scheme
     * @throws IOException if it cannot be reached
     */
    public static FileSystem of(String path) throws IOException {
        String qualified = qualify(path);
        String scheme = FilePaths.scheme(qualified).orElse("file").toLowerCase(Locale.ROOT);
        if (scheme.equals("file")) {
            return LOCAL;
        }
        String volume = FilePaths.volume(qualified);
        FileSystem open = OPEN.get(volume);
        if (open == null) {
            // Two threads may open the same file system at the same time; one of the two then stays.
            FileSystem opened = factoryOf(scheme, path).open(qualified);
            open = OPEN.putIfAbsent(volume, opened);
            open = open == null ? opened : open;
        }
        return open;
    }

    /**
     * Makes a path independent of the process's working directory, so that it means the same in every process.
     *
     * @param path a path
     * @return the path with the scheme of {@code fs.default-scheme} if it has none, or else as an absolute local path
     */
    public static String qualify(String path) {
        if (path.isBlank()) {
            throw new WeirException(ErrorCode.FILE, "A path is empty.");
        }
        if (FilePaths.scheme(path).isPresent()) {
            return path;
        }
        String scheme = defaultScheme;
        if (scheme == null) {
            return path.startsWith("/") ? path : absolute(path);
        }
        if (!path.startsWith("/")) {
            throw new WeirException(
                    ErrorCode.FILE,
                    "The path '" + path + "' is relative, but fs.default-scheme is " + scheme
                            + ": write it from the root on, or as file:/… if it is local.");
        }
        return scheme + path;
    }

    private static String absolute(String path) {
        // Not Path.normalize on the whole: it would drop a trailing slash and trip over glob characters on some
        // systems.
        String relative = path.startsWith("./") ? path.substring(2) : path;
        return FilePaths.child(Path.of("").toAbsolutePath().toString(), relative);
    }

    private static FileSystemFactory factoryOf(String scheme, String path) {
        TreeSet<String> known = new TreeSet<>(List.of("file"));
        for (FileSystemFactory factory : REGISTERED) {
            known.addAll(factory.schemes());
            if (factory.schemes().contains(scheme)) {
                return factory;
            }
        }
        for (FileSystemFactory factory :
                ServiceLoader.load(FileSystemFactory.class, FileSystems.class.getClassLoader())) {
            known.addAll(factory.schemes());
            if (factory.schemes().contains(scheme)) {
                return factory;
            }
        }
        throw new WeirException(
                ErrorCode.FILE,
                "There is no file system for '" + scheme + "', which the path " + path + " needs; there are "
                        + String.join(", ", known) + ". For HDFS and other Hadoop file systems, set HADOOP_CLASSPATH"
                        + " or HADOOP_HOME, or use a distribution with lib/hadoop.");
    }
}
