package io.weir.testing.hadoop;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the process of an embedded Hadoop tells the commands that look for it, in a file of the cluster's directory.
 *
 * @param pid the process
 * @param startedAt when that process began, in epoch milliseconds, because process ids are used again; 0 if not known
 * @param ready whether all daemons serve
 * @param addresses where they serve, by name; empty until ready
 */
record ClusterState(long pid, long startedAt, boolean ready, Map<String, String> addresses) {
    private static final String FILE = "mini-hadoop.properties";
    private static final String ADDRESS = "address.";

    ClusterState {
        addresses = new TreeMap<>(addresses);
    }

    /** Returns the state of this process. */
    static ClusterState ofThisProcess(boolean ready, Map<String, String> addresses) {
        ProcessHandle self = ProcessHandle.current();
        return new ClusterState(self.pid(), startOf(self), ready, addresses);
    }

    /** Reads the file, if there is one. */
    static Optional<ClusterState> read(Path directory) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(FILE), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Map<String, String> addresses = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(ADDRESS)) {
                addresses.put(name.substring(ADDRESS.length()), properties.getProperty(name));
            }
        }
        return Optional.of(new ClusterState(
                Long.parseLong(properties.getProperty("pid")),
                Long.parseLong(properties.getProperty("startedAt")),
                Boolean.parseBoolean(properties.getProperty("ready")),
                addresses));
    }

    /** Writes the file in one step, so that a reader sees the old or the new one. */
    void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("startedAt", Long.toString(startedAt));
        properties.setProperty("ready", Boolean.toString(ready));
        addresses.forEach((name, address) -> properties.setProperty(ADDRESS + name, address));
        Path temporary = directory.resolve(FILE + ".tmp");
        try (Writer writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        Files.move(
                temporary,
                directory.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the file. */
    static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }

    /** Returns the process, if it is alive and still the one that wrote this. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(process -> process.isAlive() && (startedAt == 0 || startOf(process) == startedAt));
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
