package io.weir.client;

import io.weir.configuration.NearestName;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/**
 * A jar with a program, as far as it can be checked without running anything.
 *
 * @param path the jar
 * @param mainClass the class whose main method is the program
 */
record ProgramJar(Path path, String mainClass) {
    /**
     * Checks a jar and finds its main class.
     *
     * @param path the jar
     * @param mainClass the main class that the user named, if any
     * @return the jar, in which there is such a class
     * @throws WeirException that says what is wrong
     */
    static ProgramJar open(Path path, Optional<String> mainClass) {
        if (!Files.exists(path)) {
            throw wrong("There is no file " + path + ".");
        }
        if (Files.isDirectory(path)) {
            throw wrong(path + " is a directory, not a jar.");
        }
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            String name = mainClass
                    .or(() -> mainClassOf(jar))
                    .orElseThrow(() -> wrong(
                            "The manifest of " + path + " names no Main-Class: give the main class" + " with -c."));
            if (jar.getEntry(name.replace('.', '/') + ".class") == null) {
                throw wrong("There is no class " + name + " in " + path + "." + suggestion(jar, name));
            }
            return new ProgramJar(path, name);
        } catch (ZipException e) {
            throw new WeirException(ErrorCode.USAGE, path + " is no jar: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new WeirException(ErrorCode.USAGE, path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static Optional<String> mainClassOf(JarFile jar) {
        try {
            Manifest manifest = jar.getManifest();
            return manifest == null
                    ? Optional.empty()
                    : Optional.ofNullable(manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
                            .map(String::trim);
        } catch (IOException e) {
            return Optional.empty(); // a manifest that cannot be read names nothing
        }
    }

    /** Finds the class that was meant: one of the same simple name in another package, or one written alike. */
    private static String suggestion(JarFile jar, String name) {
        String simpleName = name.substring(name.lastIndexOf('.') + 1);
        List<String> classes = jar.stream()
                .map(entry -> entry.getName())
                .filter(entry -> entry.endsWith(".class") && !entry.startsWith("META-INF/") && !entry.contains("$"))
                .map(entry ->
                        entry.substring(0, entry.length() - ".class".length()).replace('/', '.'))
                .toList();
        return classes.stream()
                .filter(known -> known.endsWith("." + simpleName) || known.equals(simpleName))
                .findFirst()
                .or(() -> NearestName.of(name, classes))
                .map(known -> " Did you mean " + known + "?")
                .orElse("");
    }

    private static WeirException wrong(String message) {
        return new WeirException(ErrorCode.USAGE, message);
    }
}
