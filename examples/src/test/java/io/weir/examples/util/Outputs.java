package io.weir.examples.util;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Runs examples and reads what they write. Stateless. */
public final class Outputs {
    private Outputs() {}

    /** A main method. */
    public interface Program {
        /** Runs it. */
        void main(String[] args) throws Exception;
    }

    /**
     * Runs an example.
     *
     * @param program its main method
     * @param directory in which its results go
     * @param arguments its arguments, without the output
     * @return the lines that it has written
     * @throws Exception if it fails
     */
    public static List<String> of(Program program, Path directory, String... arguments) throws Exception {
        Path output = Files.createTempDirectory(directory, "output").resolve("results");
        List<String> all = new ArrayList<>(List.of(arguments));
        Collections.addAll(all, "--output", output.toString());
        program.main(all.toArray(String[]::new));
        List<String> lines = new ArrayList<>();
        try (Stream<Path> found = Files.walk(output)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
