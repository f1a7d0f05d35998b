package io.weir.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FileSystemsTest {
    @AfterEach
    void forgetTheDefault() {
        FileSystems.initialize(new Configuration());
    }

    @Test
    void localFilesNeedNoScheme() throws IOException {
        assertThat(FileSystems.of("/a")).isInstanceOf(LocalFileSystem.class);
        assertThat(FileSystems.of("file:///a")).isSameAs(FileSystems.of("relative/a"));
        assertThat(FileSystems.qualify("/a/b")).isEqualTo("/a/b");
        assertThat(FileSystems.qualify("./a/*")).startsWith("/").endsWith("/a/*");
    }

    @Test
    void aRegisteredFactoryServesItsSchemeAndIsAskedOncePerVolume() throws IOException {
        CountingFactory factory = new CountingFactory();
        FileSystems.register(factory);
        FileSystem one = FileSystems.of("counted://one/a");
        assertThat(FileSystems.of("counted://one/b")).isSameAs(one);
        assertThat(FileSystems.of("counted://two/b")).isNotSameAs(one);
        assertThat(factory.opened).containsExactly("counted://one/a", "counted://two/b");
        FileSystems.initialize(new Configuration().set(CoreOptions.DEFAULT_FILE_SCHEME, "counted://one/"));
        assertThat(FileSystems.of("/c")).isSameAs(one);
        assertThat(FileSystems.qualify("/c")).isEqualTo("counted://one/c");
        assertThat(FileSystems.of("file:/c")).isInstanceOf(LocalFileSystem.class);
        assertThatThrownBy(() -> FileSystems.of("c"))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("The path 'c' is relative, but fs.default-scheme is counted://one");
    }

    @Test
    void saysThatTheFileSystemIsNotThere() {
        assertThatThrownBy(() -> FileSystems.of("hdfs2://nn/a"))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("There is no file system for 'hdfs2', which the path hdfs2://nn/a needs")
                .hasMessageContaining("HADOOP_CLASSPATH");
    }

    @Test
    void refusesADefaultThatIsNoScheme() {
        Configuration configuration = new Configuration().set(CoreOptions.DEFAULT_FILE_SCHEME, "namenode");
        assertThatThrownBy(() -> FileSystems.initialize(configuration))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("as in hdfs://namenode:8020");
    }

    private static final class CountingFactory implements FileSystemFactory {
        private final List<String> opened = new ArrayList<>();

        @Override
        public Set<String> schemes() {
            return Set.of("counted");
        }

        @Override
        public FileSystem open(String path) {
            opened.add(path);
            return new LocalFileSystem();
        }
    }
}
