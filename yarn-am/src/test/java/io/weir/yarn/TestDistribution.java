package io.weir.yarn;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A distribution made of this test's class path, as the real one is made of the same modules. */
final class TestDistribution {
    private static final String ROCKSDB = "rocksdbjni";

    private static final List<String> ENGINE = List.of(
            "weir-core",
            "weir-runtime",
            "weir-datastream-api",
            "weir-dataset-api",
            "core/",
            "runtime/",
            "datastream-api/",
            "dataset-api/",
            "kryo5",
            "netty-",
            "jackson-",
            "snakeyaml",
            "jctools",
            "curator-",
            "zookeeper-",
            ROCKSDB,
            "slf4j-api",
            "log4j-api",
            "log4j-core",
            "log4j-slf4j2");
    private static final List<String> PLUGINS =
            List.of("weir-hdfs-checkpoint", "weir-yarn-am", "hdfs-checkpoint/", "yarn-am/");
    private static final List<String> HADOOP = List.of("hadoop-client-api", "hadoop-client-runtime", "commons-logging");

    private TestDistribution() {}

    /** Makes it and names it in {@code weir.home}. */
    static Path install(Path home) throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!Files.exists(path) || entry.contains("test-classes")) {
                continue;
            }
            // A module's classes are in MODULE/target/classes, or in a jar when the module has been packaged.
            String name = Files.isDirectory(path)
                    ? path.getParent().getParent().getFileName() + "/"
                    : path.getFileName().toString();
            if (matches(PLUGINS, name)) {
                add(path, name, home.resolve("lib/plugins"));
            } else if (matches(HADOOP, name)) {
                add(path, name, home.resolve("lib/hadoop"));
            } else if (matches(ENGINE, name)) {
                add(path, name, home.resolve("lib"));
            }
        }
        Files.createDirectories(home.resolve("conf"));
        Files.copy(
                Path.of(System.getProperty("weir.root"), "conf", "log4j.properties"),
                home.resolve("conf/log4j.properties"));
        System.setProperty("weir.home", home.toString());
        return home;
    }

    /**
     * Makes a jar of a module's classes.
     *
     * @param one one of the classes
     * @param target the jar
     */
    static Path programJar(Class<?> one, Path target) throws IOException {
        Path classes =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().getPath());
        return Files.isDirectory(classes) ? jar(classes, target) : Files.copy(classes, target);
    }

    private static boolean matches(List<String> beginnings, String name) {
        return beginnings.stream().anyMatch(name::startsWith);
    }

    private static void add(Path path, String name, Path directory) throws IOException {
        Files.createDirectories(directory);
        if (Files.isDirectory(path)) {
            jar(path, directory.resolve("weir-" + name.replace("/", "") + ".jar"));
        } else if (name.startsWith(ROCKSDB)) {
            forLinux(path, directory.resolve(path.getFileName()));
        } else {
            Files.copy(path, directory.resolve(path.getFileName()));
        }
    }

    /** Copies a jar without the native code of other systems, 60 MB that every test would bring to HDFS. */
    private static void forLinux(Path source, Path target) throws IOException {
        try (JarFile from = new JarFile(source.toFile());
                OutputStream file = Files.newOutputStream(target);
                JarOutputStream to = new JarOutputStream(file)) {
            for (JarEntry each : Collections.list(from.entries())) {
                if (each.getName().matches(".*(\\.class|-linux64\\.so|-linux-aarch64\\.so)")) {
                    JarEntry entry = new JarEntry(each.getName());
                    entry.setTime(0);
                    to.putNextEntry(entry);
                    try (InputStream in = from.getInputStream(each)) {
                        in.transferTo(to);
                    }
                }
            }
        }
    }

    private static Path jar(Path classes, Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(file, new java.util.jar.Manifest());
                Stream<Path> paths = Files.walk(classes)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                JarEntry entry = new JarEntry(classes.relativize(path).toString());
                entry.setTime(0); // the same content gives the same hash
                jar.putNextEntry(entry);
                Files.copy(path, jar);
            }
        }
        return target;
    }

    /** Writes a text file. */
    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
