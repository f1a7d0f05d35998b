package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;

/** Packs programs into jars as users do, without a manifest and without anything of the engine. */
final class JobJar {
    private static final Path TEST_CLASSES = Path.of("target", "test-classes");
    private static final Path PROGRAMS = Path.of("src", "test", "programs");

    private JobJar() {}

    /** Packs the programs of {@code com.example.jobs}. */
    static Path make(Path directory) throws IOException {
        return pack(directory.resolve("jobs.jar"), TEST_CLASSES, "com/example/jobs", List.of());
    }

    /**
     * Compiles {@code com.example.libraries.OwnLibraries}, against libraries that this module itself could not have on its
     * class path beside the engine's, and packs it with them into one jar.
     */
    static Path withLibraries(Path directory, Path engine) throws IOException {
        List<Path> libraries = filesBelow(Path.of(System.getProperty("weir.program-libraries")));
        Path classes = Files.createDirectories(directory.resolve("program-classes"));
        String classPath = Stream.concat(filesBelow(engine).stream(), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "-nowarn",
                        "-classpath",
                        classPath,
                        "-d",
                        classes.toString(),
                        PROGRAMS.resolve("com/example/libraries/OwnLibraries.java")
                                .toString());
        assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        return pack(directory.resolve("own-libraries.jar"), classes, "com/example/libraries", libraries);
    }

    private static Path pack(Path jar, Path classes, String program, List<Path> libraries) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes)) {
            for (Path file : filesBelow(classes.resolve(program))) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
            Set<String> taken = new HashSet<>();
            for (Path library : libraries) {
                merge(library, out, taken);
            }
        }
        return jar;
    }

    private static void merge(Path library, JarOutputStream out, Set<String> taken) throws IOException {
        try (InputStream file = Files.newInputStream(library);
                ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                boolean wanted = !entry.isDirectory() && !entry.getName().equals("META-INF/MANIFEST.MF");
                if (wanted && taken.add(entry.getName())) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                    out.closeEntry();
                }
            }
        }
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
        }
    }
}
