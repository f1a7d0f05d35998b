package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.runtime.minicluster.ClusterExecutor;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.minicluster.MiniCluster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that functions ask for by name. */
@Timeout(120)
class CachedFilesTest {
    @TempDir
    Path directory;

    /** Says where a file is and what is in it. */
    private static final class Show extends RichMapFunction<Long, String> {
        private static final long serialVersionUID = 1L;

        private final String name;
        private String shown;

        Show(String name) {
            this.name = name;
        }

        @Override
        public void open(OpenContext context) throws IOException {
            File file = getRuntimeContext().getDistributedCache().getFile(name);
            shown = file + "|" + Files.readString(file.toPath()) + "|" + file.canExecute();
        }

        @Override
        public String map(Long value) {
            return shown;
        }
    }

    private static Set<String> shown(ExecutionEnvironment environment, String name) {
        return new HashSet<>(
                environment.fromSequence(1, 100).map(new Show(name)).collect());
    }

    /** The files of the cluster, beside those of the program. */
    private long filesLeft() {
        try (Stream<Path> files = Files.walk(directory.resolve("tmp"))) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void filesAreSentOncePerTaskManager() throws Exception {
        Path words = Files.writeString(directory.resolve("words with spaces"), "to be");
        Path tool = Files.writeString(directory.resolve("tool"), "#!/bin/sh");
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Configuration configuration = new Configuration().set(CoreOptions.TEMPORARY_DIRECTORY, temporary.toString());
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(configuration, 2, 2))) {
            ClusterExecutor.on(cluster, () -> {
                ExecutionEnvironment environment = ExecutionEnvironment.getExecutionEnvironment();
                environment.setParallelism(4);
                environment.registerCachedFile(words.toString(), "words");
                environment.registerCachedFile(tool.toUri().toString(), "tool", true);
                Set<String> places = shown(environment, "words");
                assertThat(places).hasSizeBetween(1, 2).allMatch(place -> place.endsWith("/words|to be|false"));
                assertThat(shown(environment, "tool")).allMatch(place -> place.endsWith("/tool|#!/bin/sh|true"));
                assertThatThrownBy(() -> shown(environment, "none"))
                        .hasMessageContaining("'none'")
                        .hasMessageContaining("[words, tool]");
            });
            Eventually.until("no copy is left", () -> copies(temporary) == 0);
        }
        assertThat(filesLeft()).isZero();
    }

    private static long copies(Path temporary) {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file ->
                            List.of("words", "tool").contains(file.getFileName().toString()))
                    .count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return -1; // something is being deleted
        }
    }

    @Test
    void whatIsWrongIsToldBeforeAnythingRuns() {
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(1);
        environment.registerCachedFile(directory.resolve("missing").toString(), "missing");
        assertThatThrownBy(() -> environment.registerCachedFile("/other", "missing"))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> environment.registerCachedFile("/other", "a/b"))
                .hasMessageContaining("without slashes");
        assertThatThrownBy(() -> shown(environment, "missing")).hasMessageContaining("There is no file");
    }
}
