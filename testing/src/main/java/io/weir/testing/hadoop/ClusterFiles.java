package io.weir.testing.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes what an embedded Hadoop wrote, by name, so that a directory given by mistake loses nothing else. Stateless. */
final class ClusterFiles {
    private static final List<String> NAMES = List.of(
            "conf",
            "hdfs",
            "tmp",
            "yarn",
            "zookeeper",
            "mini-hadoop.lock",
            "mini-hadoop.log",
            "mini-hadoop.properties");

    private ClusterFiles() {}

    static void delete(Path directory) throws IOException {
        for (String name : NAMES) {
            Path path = directory.resolve(name);
            if (Files.exists(path)) {
                deleteTree(path);
            }
        }
        if (Files.isDirectory(directory) && isEmpty(directory)) {
            Files.delete(directory);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
