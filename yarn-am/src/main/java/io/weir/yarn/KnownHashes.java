package io.weir.yarn;

import io.weir.runtime.blob.Blobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hashes of the distribution's jars, noted beside them by a user who may write there, so that a submission need not
 * read a hundred megabytes only to find them unchanged. A note holds as long as the operating system says that the very
 * same file has not been touched: path, number, size, and the time of its last change, which no program can set. Without
 * such facts nothing is noted.
 *
 * <p>One thread uses it: {@link #of} for each file, then {@link #save}.
 */
final class KnownHashes {
    private static final Logger LOG = LoggerFactory.getLogger(KnownHashes.class);
    private static final String SEPARATOR = "\t";
    private static final int COLUMNS = 3;

    /** A file that was changed just now may change again without a difference that the clock could show. */
    private static final long SETTLED_MILLIS = 2_000;

    private final Path notes;
    private final Clock clock;
    private final Map<String, Note> known;
    private boolean changed;

    /** What is known of a path. */
    private record Note(String stamp, String hash) {}

    private KnownHashes(Path notes, Clock clock, Map<String, Note> known) {
        this.notes = notes;
        this.clock = clock;
        this.known = known;
    }

    /** Reads what was noted in a directory. */
    static KnownHashes in(Path directory, Clock clock) {
        String user = System.getProperty("user.name");
        Path notes = directory.resolve(".weir-library-hashes-" + user);
        Map<String, Note> known = new HashMap<>();
        try {
            // Where others can write, too, what is not ours could say anything.
            if (Files.isRegularFile(notes, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(notes, LinkOption.NOFOLLOW_LINKS)
                            .getName()
                            .equals(user)) {
                for (String line : Files.readAllLines(notes, StandardCharsets.UTF_8)) {
                    String[] columns = line.split(SEPARATOR, COLUMNS);
                    if (columns.length == COLUMNS) {
                        known.put(columns[2], new Note(columns[1], columns[0]));
                    }
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} cannot be read; all files are hashed", notes, e);
        }
        return new KnownHashes(notes, clock, known);
    }

    /** Returns the SHA-256 of a file. */
    String of(Path file) throws IOException {
        String path = file.toAbsolutePath().normalize().toString();
        String stamp = stamp(file);
        Note note = known.get(path);
        if (note != null && note.stamp.equals(stamp)) {
            return note.hash;
        }
        String hash = Blobs.keyOf(file).sha256();
        if (!stamp.isEmpty() && stamp.equals(stamp(file))) {
            known.put(path, new Note(stamp, hash));
            changed = true;
        }
        return hash;
    }

    /** Returns what changes when the file does; empty if that cannot be told. */
    private String stamp(Path file) throws IOException {
        try {
            Map<String, Object> facts = new TreeMap<>(Files.readAttributes(file, "unix:dev,ino,size,ctime"));
            long age = clock.millis() - ((FileTime) facts.get("ctime")).toMillis();
            return age < SETTLED_MILLIS ? "" : facts.toString();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return ""; // no such operating system
        }
    }

    /** Notes what was found out, for the next time; if that does not work, the next time takes longer. */
    void save() {
        if (!changed || !Files.isWritable(notes.getParent())) {
            return;
        }
        List<String> lines = known.entrySet().stream()
                .filter(entry -> Files.exists(Path.of(entry.getKey())))
                .map(entry -> String.join(SEPARATOR, entry.getValue().hash, entry.getValue().stamp, entry.getKey()))
                .sorted()
                .toList();
        try {
            Path temporary =
                    Files.createTempFile(notes.getParent(), notes.getFileName().toString(), ".tmp");
            Files.write(temporary, lines, StandardCharsets.UTF_8);
            Files.move(temporary, notes, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("{} cannot be written", notes, e);
        }
    }
}
