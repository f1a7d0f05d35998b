package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program with its own libraries, behind the class path of a cluster's Hadoop: no two of the three parties meet. */
@ExtendWith(EmbeddedHadoopExtension.class)
class HadoopVersionsTest {
    private static final String PROGRAM = "com.example.libraries.OwnLibraries";

    @TempDir
    static Path directory;

    private static EmbeddedHadoop hadoop;
    private static Distribution weir;
    private static Path jar;
    private static List<String> expected;

    @BeforeAll
    static void countLocally(EmbeddedHadoop shared) throws Exception {
        hadoop = shared;
        weir = new Distribution(directory)
                .with("HADOOP_CONF_DIR", hadoop.configuration().toString());
        weir.configure(Map.of("jobmanager.memory.process.size", "640 mb", "taskmanager.memory.process.size", "800 mb"));
        jar = JobJar.withLibraries(directory, weir.home().resolve("lib"));
        Path text = Text.generate(directory.resolve("text.txt"), 200);
        Path output = directory.resolve("local-out");
        Result result = weir.weir(
                "run",
                "-t",
                "local",
                "-c",
                PROGRAM,
                jar.toString(),
                "--input",
                text.toString(),
                "--output",
                output.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        expected = Text.linesIn(output);
        assertThat(expected).isNotEmpty().allMatch(line -> line.contains("\"jackson\":\"2.12."));
        hadoop.files("-mkdir", "-p", "/versions/in");
        hadoop.files("-put", text.toString(), "/versions/in/text.txt");
    }

    static List<Path> versions() throws IOException {
        try (Stream<Path> directories = Files.list(Path.of(System.getProperty("weir.hadoop-versions")))) {
            return directories.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void runsAProgramWithItsOwnLibraries(Path version) throws Exception {
        List<String> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(version)) {
            files.map(Path::toString).sorted().forEach(jars::add);
        }
        assertThat(jars).hasSize(3);
        String output = "/versions/out-" + version.getFileName();
        weir.with("HADOOP_CLASSPATH", String.join(":", jars));
        boolean fits = Runtime.version().feature() < 24 || version.endsWith("3.5.0");
        Result result = weir.weir(
                "run",
                "-t",
                "yarn-per-job",
                "-p",
                "2",
                // What yarn-site.xml of a cluster with this Hadoop would say to its containers.
                "-Dweir.yarn.application.classpath=" + String.join(",", jars),
                "-c",
                PROGRAM,
                jar.toString(),
                "--input",
                "hdfs:///versions/in",
                "--output",
                "hdfs://" + output);
        if (!fits) {
            assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
            assertThat(result.err()).contains("Hadoop " + version.getFileName() + " does not run on Java");
            return;
        }
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(hadoop.files("-cat", output + "/*").lines().sorted()).isEqualTo(expected);
        String client = "hadoop-client-api-" + version.getFileName() + ".jar";
        assertThat(hadoop.logs(Text.find("application_\\d+_\\d+", result.out())))
                .as("ApplicationMaster and two TaskManagers")
                .hasSize(3)
                .allSatisfy(log -> assertThat(log)
                        .containsPattern("Hadoop's class path is .*" + Pattern.quote(client))
                        .doesNotContain("lib/hadoop/"));
    }
}
