package io.weir.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import io.weir.fs.FileStatus;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystems;
import io.weir.fs.SeekableInput;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import io.weir.util.WeirException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MiniHadoopExtension.class)
class HadoopFileSystemTest {
    private static final int BLOCK = 1024;

    private FileSystem files;
    private String root;

    @BeforeEach
    void openFileSystem(MiniHadoop hadoop) throws IOException {
        HadoopFileSystemFactory factory = new HadoopFileSystemFactory();
        factory.configure(options(hadoop).setString("weir.hadoop.dfs.blocksize", Integer.toString(BLOCK)));
        root = hadoop.fileSystemUri() + "/tests/" + System.nanoTime();
        files = factory.open(root);
    }

    @Test
    void readsWhatWasWrittenFromAnyPosition() throws Exception {
        write(root + "/a/b/file", "0123456789");
        try (SeekableInput input = files.open(root + "/a/b/file")) {
            input.seek(7);
            assertThat(input.position()).isEqualTo(7);
            assertThat(new String(input.readAllBytes(), UTF_8)).isEqualTo("789");
            input.seek(0);
            assertThat(input.read()).isEqualTo('0');
            assertThat(input.skip(3)).isEqualTo(3);
            assertThat(input.read()).isEqualTo('4');
            assertThatThrownBy(() -> input.seek(11)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void tellsTheBlocksAndTheirHosts() throws Exception {
        write(root + "/large", "x".repeat(2 * BLOCK + 1));

        FileStatus status = files.status(root + "/large");

        assertThat(status.length()).isEqualTo(2 * BLOCK + 1);
        assertThat(status.path()).isEqualTo(root + "/large");
        assertThat(status.blocks())
                .containsExactly(
                        new FileStatus.Block(0, BLOCK, List.of("localhost")),
                        new FileStatus.Block(BLOCK, BLOCK, List.of("localhost")),
                        new FileStatus.Block(2 * BLOCK, 1, List.of("localhost")));
        assertThat(files.list(root)).containsExactly(status);
    }

    @Test
    void listsByName() throws Exception {
        write(root + "/b", "");
        files.createDirectories(root + "/c");
        write(root + "/a", "1");

        assertThat(files.list(root))
                .extracting(FileStatus::name, FileStatus::length, FileStatus::directory)
                .containsExactly(tuple("a", 1L, false), tuple("b", 0L, false), tuple("c", 0L, true));
        assertThat(files.list(root + "/a")).extracting(FileStatus::name).containsExactly("a");
    }

    @Test
    void keepsWhatIsThereUnlessToldToReplaceIt() throws Exception {
        write(root + "/file", "first");
        assertThatThrownBy(() -> files.create(root + "/file", false)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read(root + "/file")).isEqualTo("first");
        try (OutputStream output = files.create(root + "/file", true)) {
            output.write('2');
        }
        assertThat(read(root + "/file")).isEqualTo("2");
    }

    @Test
    void renamesOnlyToWhereNothingIs() throws Exception {
        write(root + "/from", "from");
        write(root + "/taken", "taken");
        files.createDirectories(root + "/directory");

        assertThatThrownBy(() -> files.rename(root + "/from", root + "/taken"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> files.rename(root + "/from", root + "/directory"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> files.rename(root + "/missing", root + "/to"))
                .isInstanceOf(FileNotFoundException.class);
        files.rename(root + "/from", root + "/to");
        files.rename(root + "/directory", root + "/moved");

        assertThat(read(root + "/to")).isEqualTo("from");
        assertThat(read(root + "/taken")).isEqualTo("taken");
        assertThat(files.exists(root + "/from")).isFalse();
        assertThat(files.status(root + "/moved").directory()).isTrue();
    }

    @Test
    void deletesTrees() throws Exception {
        write(root + "/tree/a/b", "b");
        assertThat(files.delete(root + "/tree")).isTrue();
        assertThat(files.delete(root + "/tree")).isFalse();
        assertThat(files.exists(root + "/tree/a/b")).isFalse();
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        String missing = root + "/missing";
        assertThatThrownBy(() -> files.open(missing))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage(missing + " does not exist.");
        assertThatThrownBy(() -> files.status(missing)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files.list(missing)).isInstanceOf(FileNotFoundException.class);
        files.createDirectories(root + "/directory");
        assertThatThrownBy(() -> files.open(root + "/directory"))
                .isNotInstanceOf(FileNotFoundException.class)
                .hasMessage(root + "/directory is a directory.");
    }

    @Test
    void saysInOneLineThatAClusterCannotBeReached(MiniHadoop hadoop) throws Exception {
        HadoopFileSystemFactory factory = new HadoopFileSystemFactory();
        factory.configure(options(hadoop).setString("weir.hadoop.ipc.client.connect.max.retries", "0"));
        String address;
        try (ServerSocket socket = new ServerSocket(0)) {
            address = "hdfs://127.0.0.1:" + socket.getLocalPort();
        }
        FileSystem unreachable = factory.open(address + "/x");
        assertThatThrownBy(() -> unreachable.status(address + "/x"))
                .isInstanceOf(IOException.class)
                .hasMessage(address + "/x cannot be reached: Connection refused");
    }

    @Test
    void isFoundByScheme() throws Exception {
        assertThat(FileSystems.of(root)).isInstanceOf(HadoopFileSystem.class);
    }

    @Test
    void refusesAConfigurationDirectoryThatDoesNotExist() {
        assertThatThrownBy(() ->
                        HadoopConfigurations.directories(new Configuration(), Map.of("HADOOP_CONF_DIR", "/no/such")))
                .isInstanceOf(WeirException.class)
                .hasMessage("There is no directory /no/such, which the environment variable HADOOP_CONF_DIR names.");
    }

    private static Configuration options(MiniHadoop hadoop) {
        return new Configuration()
                .set(
                        EnvironmentOptions.HADOOP_CONF_DIRECTORY,
                        hadoop.configurationDirectory().toString());
    }

    private void write(String path, String text) throws IOException {
        try (OutputStream output = files.create(path, false)) {
            output.write(text.getBytes(UTF_8));
        }
    }

    private String read(String path) throws IOException {
        try (SeekableInput input = files.open(path)) {
            return new String(input.readAllBytes(), UTF_8);
        }
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }
}
