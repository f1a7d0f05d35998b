package io.weir.runtime.state.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes directories of this process. Stateless. */
final class LocalDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDirectories.class);

    private LocalDirectories() {}

    /** Deletes a directory with all that is in it, if it is there; what cannot be deleted is logged. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The local files of keyed state in {} could not be deleted: {}", directory, e.toString());
        }
    }
}
