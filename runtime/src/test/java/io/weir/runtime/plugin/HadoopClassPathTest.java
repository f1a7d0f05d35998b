package io.weir.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.util.WeirException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HadoopClassPathTest {
    @TempDir
    private Path directory;

    @Test
    void takesWhatTheEnvironmentSays() throws Exception {
        Path jar = hadoopJar(directory.resolve("cluster/hadoop-common.jar"));
        Path configuration = Files.createDirectories(directory.resolve("conf"));
        Path plugin = emptyJar(directory.resolve("home/lib/plugins/weir-yarn-am.jar"));
        hadoopJar(directory.resolve("home/lib/hadoop/hadoop-client-api.jar"));

        List<URL> found = HadoopClassPath.find(
                Map.of("HADOOP_CLASSPATH", jar.getParent() + "/*", "HADOOP_CONF_DIR", configuration.toString()),
                Optional.of(directory.resolve("home")));

        assertThat(found)
                .containsExactly(
                        configuration.toUri().toURL(),
                        plugin.toUri().toURL(),
                        jar.toUri().toURL());
    }

    @Test
    void asksTheInstallationWhenHadoopClassPathHoldsOnlyExtras() throws Exception {
        Path extra = emptyJar(directory.resolve("extra.jar"));
        Path jar = hadoopJar(directory.resolve("install/share/hadoop/common/hadoop-common.jar"));
        Path command = directory.resolve("install/bin/hadoop");
        Files.createDirectories(command.getParent());
        Files.writeString(command, "#!/bin/sh\n[ \"$1\" = classpath ] && echo '" + jar.getParent() + "/*'\n");
        assertThat(command.toFile().setExecutable(true)).isTrue();

        List<URL> found = HadoopClassPath.ofInstallation(Map.of(
                "HADOOP_CLASSPATH",
                extra.toString(),
                "HADOOP_HOME",
                directory.resolve("install").toString()));

        assertThat(found).containsExactly(extra.toUri().toURL(), jar.toUri().toURL());
    }

    @Test
    void fallsBackToTheDistribution() throws Exception {
        Path jar = hadoopJar(directory.resolve("home/lib/hadoop/hadoop-client-api.jar"));
        assertThat(HadoopClassPath.find(Map.of(), Optional.of(directory.resolve("home"))))
                .containsExactly(jar.toUri().toURL());
    }

    @Test
    void saysHowToProvideHadoop() {
        assertThatThrownBy(() -> HadoopClassPath.find(Map.of(), Optional.of(directory)))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("HADOOP_CLASSPATH")
                .hasMessageContaining("lib/hadoop");
    }

    @Test
    void expandsLikeTheJvm() throws Exception {
        Path one = emptyJar(directory.resolve("a/one.jar"));
        Files.writeString(directory.resolve("a/readme.txt"), "");
        assertThat(HadoopClassPath.expand(directory + "/a/*:" + directory + "/a: :" + directory + "/missing.jar"))
                .isEqualTo(Set.of(
                        one.toUri().toURL(), directory.resolve("a").toUri().toURL()));
    }

    private static Path hadoopJar(Path file) throws IOException {
        return jar(file, "org/apache/hadoop/conf/Configuration.class");
    }

    private static Path emptyJar(Path file) throws IOException {
        return jar(file, "empty.txt");
    }

    private static Path jar(Path file, String entry) throws IOException {
        Files.createDirectories(file.getParent());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry(entry));
            jar.closeEntry();
        }
        return file;
    }

    @Test
    @Timeout(30)
    void aCommandThatHangsIsGivenUp() throws Exception {
        Path command = directory.resolve("hadoop");
        Files.writeString(command, "#!/bin/sh\necho some.jar\nexec sleep 120\n");
        assertThat(command.toFile().setExecutable(true)).isTrue();
        assertThat(HadoopClassPath.output(command, Duration.ofMillis(300))).isEmpty();
    }
}
