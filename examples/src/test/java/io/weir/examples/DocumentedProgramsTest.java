package io.weir.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole programs in the documents compile, run, and print what is to be expected. */
class DocumentedProgramsTest {
    private static final Pattern PROGRAM = Pattern.compile("```java\n(import .*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("public class (\\w+)");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "README.md|Lengths|(1,1) (1,2) (2,1) (4,1) (5,1)",
                "README.md|Catchments|Danube,812 Rhine,525",
                "docs/dataset.md|Sales|Turnover[shop=bank, sum=11.5] Turnover[shop=mill, sum=60.0] unknown: 1",
                "docs/dataset.md|EveryOperator|2",
                "docs/dataset.md|Squares|(30)",
                "docs/iterations.md|Halving|0 1 2 3 4 5 6 7",
                "docs/iterations.md|Distances|Place[name=mill, distance=5] Place[name=spring, distance=0]"
                        + " Place[name=weir, distance=2]"
            })
    void programsDoWhatTheySay(String document, String name, String expected) throws Exception {
        String source = programs(document).stream()
                .filter(program -> name.equals(nameOf(program)))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        compile(file);
        List<String> printed = printedBy(name);
        assertThat(String.join(" ", printed)).isEqualTo(expected);
    }

    private static List<String> programs(String document) throws IOException {
        String text = Files.readString(Path.of(System.getProperty("weir.root"), document));
        return PROGRAM.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String nameOf(String program) {
        Matcher name = NAME.matcher(program);
        return name.find() ? name.group(1) : "";
    }

    private void compile(Path file) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        boolean compiled = compiler.getTask(
                        problems,
                        null,
                        null,
                        List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, null)
                                .getJavaFileObjects(new File[] {file.toFile()}))
                .call();
        assertThat(compiled).as(problems.toString()).isTrue();
    }

    /** Runs a program and returns what it prints, in the order of the lines. */
    private List<String> printedBy(String name) throws Exception {
        PrintStream before = System.out;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
            Thread.currentThread().setContextClassLoader(context);
        }
        // Instances of a sink write their number before each line.
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^\\d+> ", ""))
                .sorted()
                .toList();
    }
}
