package io.weir.execution;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.fs.FilePaths;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A file that functions ask for by name. A value.
 *
 * @param name the name
 * @param path where it is; on the host of the program if it has no scheme
 * @param executable whether it is a program
 */
public record CachedFile(String name, String path, boolean executable) {
    private static final String LOCAL = "file";
    private static final String NAME = "name:";
    private static final String PATH = ",path:";
    private static final String EXECUTABLE = ",executable:";

    /** Checks the name: it becomes that of a local file, and a part of an option. */
    public CachedFile {
        if (name.isEmpty() || name.startsWith(".") || name.chars().anyMatch(c -> "/\\,;".indexOf(c) >= 0)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The name '" + name + "' of a cached file has to be that of a file, without slashes, commas and"
                            + " semicolons and without a dot at its beginning.");
        }
        if (path.indexOf(';') >= 0) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "The cached file " + path + " has a semicolon in it.");
        }
    }

    /**
     * Returns the files of a job.
     *
     * @param options its options
     * @return the files, in the order in which they were registered
     */
    public static List<CachedFile> of(Configuration options) {
        return options.get(CoreOptions.CACHED_FILES).stream()
                .map(CachedFile::parse)
                .toList();
    }

    /**
     * Returns those files of a job that are sent with it, from where the program runs.
     *
     * @param options its options
     * @return the files, in the order in which they were registered
     */
    public static List<CachedFile> localOf(Configuration options) {
        return of(options).stream().filter(CachedFile::isLocal).toList();
    }

    /**
     * Returns options in which the local files of a job are elsewhere.
     *
     * @param options the options of the job
     * @param places where each local file is
     * @return a copy
     */
    public static Configuration moved(Configuration options, UnaryOperator<CachedFile> places) {
        List<String> files = of(options).stream()
                .map(file -> file.isLocal() ? places.apply(file) : file)
                .map(CachedFile::toOption)
                .toList();
        return new Configuration(options).set(CoreOptions.CACHED_FILES, files);
    }

    private static CachedFile parse(String option) {
        int path = option.indexOf(PATH);
        if (!option.startsWith(NAME) || path < 0) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    CoreOptions.CACHED_FILES.key() + ": '" + option
                            + "' is not name:NAME,path:PATH or name:NAME,path:PATH,executable:true.");
        }
        int executable = option.indexOf(EXECUTABLE, path);
        return new CachedFile(
                option.substring(NAME.length(), path),
                option.substring(path + PATH.length(), executable < 0 ? option.length() : executable),
                executable >= 0 && Boolean.parseBoolean(option.substring(executable + EXECUTABLE.length())));
    }

    /** Adds the file to the options of a program. */
    void addTo(Configuration options) {
        List<String> files = new ArrayList<>();
        for (CachedFile file : of(options)) {
            if (file.name.equals(name)) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM,
                        "The name '" + name + "' of a cached file stands for " + file.path + " already.");
            }
            files.add(file.toOption());
        }
        files.add(toOption());
        options.set(CoreOptions.CACHED_FILES, files);
    }

    private String toOption() {
        return NAME + name + PATH + path + (executable ? EXECUTABLE + true : "");
    }

    /** Returns whether the file is on the host of the program. Without a scheme it is, in whichever process one asks. */
    public boolean isLocal() {
        return FilePaths.scheme(path)
                .filter(scheme -> !scheme.equalsIgnoreCase(LOCAL))
                .isEmpty();
    }

    /** Returns where a local file is. */
    public Path localPath() {
        String plain = FilePaths.scheme(path).isPresent() ? path.substring(LOCAL.length() + 1) : path;
        return Path.of(plain.startsWith("///") ? plain.substring(2) : plain);
    }
}
