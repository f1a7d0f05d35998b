package io.weir.testing.hadoop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The log of a process that went wrong. Stateless. */
final class LogFile {
    private static final int LINES_SHOWN = 20;

    private LogFile() {}

    /** Returns the last lines; nothing if there is no file. */
    static String end(Path log) {
        try {
            // Not as a reader would: a process that was cut off may leave half a character.
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return "it cannot be read: " + e.getMessage();
        }
    }
}
