package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dist.Distribution.Result;
import io.weir.testing.hadoop.HadoopDaemons;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target yarn-per-job on a cluster that knows nothing of the engine: four daemons, each in a process of its own. */
class SeparateDaemonsTest {
    @TempDir
    private Path directory;

    @Test
    void countsWordsAsTheTargetLocalDoes() throws Exception {
        Distribution weir = new Distribution(directory);
        weir.configure(Map.of("jobmanager.memory.process.size", "640 mb", "taskmanager.memory.process.size", "800 mb"));
        Path text = Text.generate(directory.resolve("text.txt"), 500);
        Path local = directory.resolve("local-out");
        assertThat(count(weir, "local", text.toString(), local.toString()).exitCode())
                .isZero();

        String classPath = weir.jars("lib/mini-hadoop", "lib/hadoop", "lib");
        try (HadoopDaemons daemons = HadoopDaemons.start(directory.resolve("cluster"), classPath)) {
            assertThat(daemons.processes()).hasSize(4).allMatch(ProcessHandle::isAlive);
            Path configuration = daemons.configurationDirectory();
            weir.files(configuration, "-mkdir", "-p", "/in");
            weir.files(configuration, "-put", text.toString(), "/in/text.txt");

            weir.with("HADOOP_CONF_DIR", configuration.toString());
            Result result = count(weir, "yarn-per-job", "hdfs:///in", "hdfs:///out");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(weir.files(configuration, "-cat", "/out/*").lines().sorted())
                    .isEqualTo(Text.linesIn(local))
                    .isEqualTo(Text.counts(text));
            assertThat(weir.files(configuration, "-ls", "/user/*/.weir"))
                    .contains("lib-cache")
                    .doesNotContain("application_");
        }
    }

    private static Result count(Distribution weir, String target, String input, String output) throws Exception {
        return weir.weir(
                "run",
                "-t",
                target,
                "-c",
                "io.weir.examples.streaming.WordCount",
                weir.example("WordCount"),
                "--input",
                input,
                "--output",
                output);
    }
}
