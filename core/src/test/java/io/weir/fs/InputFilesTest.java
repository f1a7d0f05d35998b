package io.weir.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
    @TempDir
    private Path root;

    @BeforeEach
    void writeFiles() throws IOException {
        for (String name : List.of(
                "logs/2024/a.txt",
                "logs/2024/b.csv",
                "logs/2025/a.txt",
                "logs/2025/deep/er/c.txt",
                "logs/_SUCCESS",
                "logs/.hidden/x.txt",
                "logs/_temporary/y.txt",
                "logs/[odd]{name}.txt")) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
    }

    @Test
    void readsADirectoryToItsBottomWithoutWhatIsHidden() {
        assertThat(find("logs"))
                .containsExactly(
                        "logs/2024/a.txt",
                        "logs/2024/b.csv",
                        "logs/2025/a.txt",
                        "logs/2025/deep/er/c.txt",
                        "logs/[odd]{name}.txt");
        assertThat(find("logs/")).isEqualTo(find("logs"));
    }

    @Test
    void takesAFileThatIsNamedEvenIfItIsHiddenOrLooksLikeAPattern() {
        assertThat(find("logs/_SUCCESS")).containsExactly("logs/_SUCCESS");
        assertThat(find("logs/[odd]{name}.txt")).containsExactly("logs/[odd]{name}.txt");
    }

    @Test
    void expandsPatterns() {
        assertThat(find("logs/*/a.txt")).containsExactly("logs/2024/a.txt", "logs/2025/a.txt");
        assertThat(find("logs/202[4]/*")).containsExactly("logs/2024/a.txt", "logs/2024/b.csv");
        assertThat(find("logs/202?/?.txt")).containsExactly("logs/2024/a.txt", "logs/2025/a.txt");
        assertThat(find("logs/{2024/b.csv,2025/deep}")).containsExactly("logs/2024/b.csv", "logs/2025/deep/er/c.txt");
        assertThat(find("logs/{2024,202*}/a.txt")).containsExactly("logs/2024/a.txt", "logs/2025/a.txt");
        assertThat(find("logs/_*/*")).containsExactly("logs/_temporary/y.txt");
        assertThat(find("*/2024/a*")).containsExactly("logs/2024/a.txt");
    }

    @Test
    void namesTheInputThatIsMissing() {
        assertMissing(root + "/none", "The input " + root + "/none does not exist.");
        assertMissing(root + "/none/*.txt", "The input " + root + "/none/*.txt does not exist: no file matches it.");
        assertMissing(root + "/logs/2024/a.txt/*", "no file matches it.");
        assertMissing(root + "/logs/{a", "is no pattern: a '{' has no '}'.");
        assertMissing("nofs://host/a", "There is no file system for 'nofs', which the path nofs://host/a needs;");
        assertMissing(" ", "A path is empty.");
    }

    @Test
    void anEmptyDirectoryIsNotMissing() throws IOException {
        Files.createDirectories(root.resolve("empty"));
        InputFiles.checkExists(root + "/empty");
        assertThat(find("empty")).isEmpty();
    }

    private static void assertMissing(String path, String message) {
        assertThatThrownBy(() -> InputFiles.find(path))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((WeirException) e).code()).isEqualTo(ErrorCode.FILE));
        assertThatThrownBy(() -> InputFiles.checkExists(path))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining(message);
    }

    private List<String> find(String path) {
        String prefix = "file:" + root + "/";
        return InputFiles.find(root + "/" + path).stream()
                .map(status -> {
                    assertThat(status.path()).startsWith(prefix);
                    return status.path().substring(prefix.length());
                })
                .toList();
    }
}
