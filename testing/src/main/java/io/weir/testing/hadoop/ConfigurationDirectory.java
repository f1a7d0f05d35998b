package io.weir.testing.hadoop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;

/** Writes the settings that were made, not the defaults, as the files that Hadoop clients read. Stateless. */
final class ConfigurationDirectory {
    private ConfigurationDirectory() {}

    /** Writes core-site.xml, hdfs-site.xml and yarn-site.xml, each replaced in one step. */
    static void write(Path directory, Configuration configuration) throws IOException {
        Files.createDirectories(directory);
        write(directory.resolve("hdfs-site.xml"), configuration, key -> key.startsWith("dfs."));
        write(directory.resolve("yarn-site.xml"), configuration, key -> key.startsWith("yarn."));
        write(
                directory.resolve("core-site.xml"),
                configuration,
                key -> !key.startsWith("dfs.") && !key.startsWith("yarn."));
    }

    private static void write(Path file, Configuration all, Predicate<String> wanted) throws IOException {
        Configuration chosen = new Configuration(false);
        for (var entry : all) {
            if (wanted.test(entry.getKey()) && isSet(all, entry.getKey())) {
                chosen.set(entry.getKey(), entry.getValue());
            }
        }
        Path temporary =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        try (OutputStream output = Files.newOutputStream(temporary)) {
            chosen.writeXml(output);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isSet(Configuration configuration, String key) {
        String[] sources = configuration.getPropertySources(key);
        return sources != null && sources.length > 0 && !sources[sources.length - 1].endsWith("-default.xml");
    }
}
