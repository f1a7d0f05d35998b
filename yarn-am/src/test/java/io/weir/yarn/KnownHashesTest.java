package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.blob.Blobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHashesTest {
    private static final Clock NOW = Clock.systemUTC();
    private static final Clock LATER = Clock.offset(NOW, Duration.ofMinutes(1));
    private static final String WRONG = "0123";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(directory.resolve("notes"));
        file = Files.writeString(directory.resolve("some.jar"), "content 1");
    }

    private String hash(Clock clock) throws IOException {
        KnownHashes hashes = KnownHashes.in(directory.resolve("notes"), clock);
        String hash = hashes.of(file);
        hashes.save();
        return hash;
    }

    /** Whoever reads the note says what it says; whoever reads the file does not. */
    private void falsifyTheNote() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("notes"))) {
            for (Path notes : files.toList()) {
                Files.writeString(
                        notes, Files.readString(notes).replace(Blobs.keyOf(file).sha256(), WRONG));
            }
        }
    }

    @Test
    void readsAFileOnce() throws Exception {
        assertThat(hash(LATER)).isEqualTo(Blobs.keyOf(file).sha256());
        falsifyTheNote();
        assertThat(hash(LATER)).isEqualTo(WRONG);
    }

    @Test
    void readsAFileAgainThatPretendsNotToHaveChanged() throws Exception {
        FileTime time = Files.getLastModifiedTime(file);
        hash(LATER);
        falsifyTheNote();
        Files.writeString(file, "content 2");
        Files.setLastModifiedTime(file, time);
        assertThat(hash(LATER)).isEqualTo(Blobs.keyOf(file).sha256());
    }

    @Test
    void notesNothingOfAFileThatWasWrittenJustNow() throws Exception {
        hash(NOW);
        assertThat(directory.resolve("notes")).isEmptyDirectory();
    }

    @Test
    void hashesAllTheSameWithoutNotes() throws Exception {
        Files.delete(directory.resolve("notes"));
        assertThat(hash(LATER)).isEqualTo(Blobs.keyOf(file).sha256());
    }
}
