package io.weir.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileSystemTest {
    private final FileSystem fileSystem = new LocalFileSystem();

    @TempDir
    private Path root;

    @Test
    void writesAndReadsAFile() throws IOException {
        String path = root + "/a/b/file";
        write(path, false, "hello world");
        try (SeekableInput in = fileSystem.open("file://" + path)) {
            assertThat(in.readNBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("hello");
            assertThat(in.position()).isEqualTo(5);
            in.seek(6);
            assertThat(in.read()).isEqualTo('w');
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("orld");
            assertThat(in.read()).isEqualTo(-1);
            assertThatThrownBy(() -> in.seek(12)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void replacesAFileOnlyWhenTold() throws IOException {
        String path = "file:" + root + "/file";
        write(path, false, "a long first text");
        assertThatThrownBy(() -> write(path, false, "x")).isInstanceOf(FileAlreadyExistsException.class);
        write(path, true, "short");
        assertThat(root.resolve("file")).hasContent("short");
    }

    @Test
    void describesFilesAndDirectories() throws IOException {
        write(root + "/d/b", false, "12");
        write(root + "/d/a", false, "1");
        fileSystem.createDirectories(root + "/d/c/c");
        assertThat(fileSystem.list(root + "/d"))
                .extracting(FileStatus::name, FileStatus::length, FileStatus::directory)
                .containsExactly(tuple("a", 1L, false), tuple("b", 2L, false), tuple("c", 0L, true));
        FileStatus status = fileSystem.status(root + "/d/b");
        assertThat(status.path()).isEqualTo("file:" + root + "/d/b");
        assertThat(status.blocks()).singleElement().satisfies(block -> assertThat(block.length())
                .isEqualTo(2));
    }

    @Test
    void saysWhatIsMissing() {
        String none = root + "/none";
        assertThat(fileSystem).satisfies(fs -> assertThat(fs.exists(none)).isFalse());
        assertThatThrownBy(() -> fileSystem.open(none)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> fileSystem.status(none)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> fileSystem.list(none)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> fileSystem.rename(none, root + "/x")).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> fileSystem.open(root.toString())).hasMessageContaining("is a directory");
    }

    @Test
    void renamesWithoutReplacing() throws IOException {
        write(root + "/a", false, "a");
        write(root + "/b", false, "b");
        assertThatThrownBy(() -> fileSystem.rename(root + "/a", root + "/b"))
                .isInstanceOf(FileAlreadyExistsException.class);
        fileSystem.rename(root + "/a", root + "/c");
        assertThat(root.resolve("a")).doesNotExist();
        assertThat(root.resolve("c")).hasContent("a");
    }

    @Test
    void listsALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(root.resolve("lost"), root.resolve("gone"));
        Files.writeString(root.resolve("there"), "x");
        assertThat(fileSystem.list(root.toString()))
                .extracting(FileStatus::name)
                .containsExactly("lost", "there");
        assertThatThrownBy(() -> fileSystem.open(root + "/lost")).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void deletesATreeButNotWhatALinkPointsTo() throws IOException {
        write(root + "/keep/file", false, "x");
        write(root + "/tree/a/b", false, "x");
        Files.createSymbolicLink(root.resolve("tree/link"), root.resolve("keep"));
        assertThat(fileSystem.delete(root + "/tree")).isTrue();
        assertThat(fileSystem.delete(root + "/tree")).isFalse();
        assertThat(root.resolve("keep/file")).exists();
    }

    private void write(String path, boolean overwrite, String text) throws IOException {
        try (OutputStream out = fileSystem.create(path, overwrite)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
