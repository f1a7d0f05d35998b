package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.util.WeirException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client says that is at no cluster yet. */
class ClustersTest {
    @TempDir
    Path directory;

    @Test
    void saysWhereTheSecretOfAClusterWouldBe() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Clusters clusters =
                new Clusters(new Console(nowhere, nowhere, false, Map.of("WEIR_CONF_DIR", directory.toString())));
        Configuration remote = new Configuration().set(ExecutionOptions.TARGET, "remote");
        assertThatThrownBy(() -> clusters.connect(remote))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining(directory.resolve("cluster.secret").toString())
                .hasMessageContaining("start-cluster.sh")
                .hasMessageContaining("localhost:6123")
                .satisfies(failure -> assertThat(ExitCode.of(((WeirException) failure).code()))
                        .isEqualTo(ExitCode.USAGE));
    }

    @Test
    void letsNoJobGoThatWouldEndWithTheCommand() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Clusters clusters = new Clusters(new Console(nowhere, nowhere, false, Map.of()));
        Configuration detached =
                new Configuration().set(ExecutionOptions.TARGET, "local").set(ExecutionOptions.ATTACHED, false);
        assertThatThrownBy(() -> clusters.open(detached))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("execution.attached: false")
                .hasMessageContaining("Leave -d out, or name a cluster with -t or -m.");
    }
}
