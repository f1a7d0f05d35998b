package io.weir.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.SecurityOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSecretTest {
    @TempDir
    Path directory;

    @Test
    void isTheSameAfterItsWayThroughAFile() throws Exception {
        ClusterSecret secret = ClusterSecret.random(new SecureRandom());
        Path file = directory.resolve("secret");
        secret.write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Configuration configuration = new Configuration().set(SecurityOptions.CLUSTER_SECRET_FILE, file.toString());
        assertThat(ClusterSecret.require(configuration)).isEqualTo(secret).hasSameHashCodeAs(secret);
        assertThat(ClusterSecret.random(new SecureRandom())).isNotEqualTo(secret);
        assertThat(secret.toString()).doesNotContain(secret.text());
        assertThatThrownBy(() -> secret.write(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void refusesAFileThatOthersCanRead() throws Exception {
        Path file = directory.resolve("open");
        ClusterSecret.random(new SecureRandom()).write(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertRefused(() -> ClusterSecret.read(file), "chmod 600");
    }

    @Test
    void saysWhatIsWrong() {
        assertRefused(() -> ClusterSecret.require(new Configuration()), "security.cluster.secret-file");
        assertRefused(() -> ClusterSecret.read(directory.resolve("none")), "does not exist");
        assertRefused(
                () -> ClusterSecret.from(new Configuration().set(SecurityOptions.CLUSTER_SECRET, "short")),
                "fewer than 16 characters");
        assertThat(ClusterSecret.from(new Configuration())).isEmpty();
    }

    private static void assertRefused(Runnable action, String text) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
                .hasMessageContaining(text);
    }
}
