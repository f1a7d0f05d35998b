package io.weir.yarn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the program's jars in the ApplicationMaster's container, in the order the client gave. Stateless. */
final class ProgramFiles {
    private ProgramFiles() {}

    static List<Path> in(Path container) {
        List<Path> jars = new ArrayList<>();
        Path program = container.resolve(ContainerLayout.PROGRAM);
        try {
            for (int i = 0; Files.isDirectory(program.resolve(Integer.toString(i))); i++) {
                try (Stream<Path> files = Files.list(program.resolve(Integer.toString(i)))) {
                    files.forEach(jars::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jars;
    }
}
