package io.weir.yarn;

import io.weir.runtime.plugin.HadoopClassPath;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The local distribution, which is what runs in containers. Stateless but for its directory.
 *
 * @param home its directory
 */
record Distribution(Path home) {
    /** Returns the distribution that this process runs from. */
    static Distribution find() {
        Path home = HadoopClassPath.home()
                .orElseThrow(() -> new WeirException(
                        ErrorCode.CONFIGURATION,
                        "Only a distribution can deploy to YARN, because its jars are uploaded: run bin/weir, or set"
                                + " the system property weir.home to a distribution."));
        if (!Files.isDirectory(home.resolve("lib"))) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION, "There is no directory lib in the distribution " + home + ".");
        }
        return new Distribution(home);
    }

    /** Returns the jars that containers need, by their paths in a container. */
    Map<String, Path> jars() throws IOException {
        Map<String, Path> jars = new TreeMap<>();
        for (String directory : new String[] {"lib", "lib/plugins", "lib/hadoop"}) {
            addFiles(jars, directory, ".jar");
        }
        return jars;
    }

    /** Returns the logging configuration, by paths in a container. */
    Map<String, Path> logging() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        addFiles(files, "conf", "log4j.properties");
        return files;
    }

    private void addFiles(Map<String, Path> found, String directory, String ending) throws IOException {
        Path parent = home.resolve(directory);
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> files = Files.list(parent)) {
            files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .forEach(file -> found.put(directory + "/" + file.getFileName(), file));
        }
    }
}
