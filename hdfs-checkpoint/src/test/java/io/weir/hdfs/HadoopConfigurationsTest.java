package io.weir.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopConfigurationsTest {
    private static final String DELAY = "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";

    @TempDir
    private Path directory;

    private Configuration options() {
        return new Configuration().set(EnvironmentOptions.HADOOP_CONF_DIRECTORY, directory.toString());
    }

    @Test
    void asksSoonerThanHadoopWhetherAFileIsClosed() {
        assertThat(HadoopConfigurations.create(options()).getInt(DELAY, -1)).isEqualTo(20);
    }

    @Test
    void leavesToTheClustersFilesWhatTheySay() throws Exception {
        Files.writeString(
                directory.resolve("hdfs-site.xml"),
                "<configuration><property><name>" + DELAY + "</name><value>300</value></property></configuration>");
        assertThat(HadoopConfigurations.create(options()).getInt(DELAY, -1)).isEqualTo(300);
        Configuration own = options().setString("weir.hadoop." + DELAY, "70");
        assertThat(HadoopConfigurations.create(own).getInt(DELAY, -1)).isEqualTo(70);
    }
}
