package io.weir.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs the programs of {@code com.example.jobs} into a jar, without a manifest and without anything of the engine. */
final class JobJar {
    private JobJar() {}

    static Path make(Path directory) throws IOException {
        Path jar = directory.resolve("jobs.jar");
        Path classes = Path.of("target", "test-classes");
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes.resolve("com/example/jobs"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes)) {
            for (Path file : files) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }
}
