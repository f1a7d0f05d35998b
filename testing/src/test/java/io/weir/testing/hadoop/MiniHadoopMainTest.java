package io.weir.testing.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniHadoopMainTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stopWhatIsLeft() {
        run("stop", "--dir", directory.toString(), "--delete-files");
    }

    @Test
    void startsInTheBackgroundAndStopsWithItsContainers() throws Exception {
        assertThat(run("start", "--dir", directory.toString(), "--memory", "2048"))
                .as("%s", err)
                .isZero();
        assertThat(run("status", "--json", "--dir", directory.toString())).isZero();
        assertThat(out.toString()).contains("\"state\" : \"running\"");
        assertThat(run("env", "--dir", directory.toString())).isZero();
        assertThat(out.toString()).contains("export HADOOP_CONF_DIR='" + directory.resolve("conf") + "'");

        submitSleepingApplication();
        Waiting.until("a container", Duration.ofSeconds(60), () -> !LeftOvers.in(directory)
                .isEmpty());
        List<ProcessHandle> containers = LeftOvers.in(directory);

        assertThat(run("stop", "--dir", directory.toString())).isZero();
        assertThat(containers).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(run("status", "--dir", directory.toString())).isEqualTo(3);
        assertThat(Files.exists(directory.resolve("hdfs/name/current/VERSION"))).isTrue();
    }

    @Test
    void saysThatNothingRuns() {
        assertThat(run("env", "--dir", directory.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("no embedded Hadoop runs").doesNotContain("\tat ");
        assertThat(run("stop", "--dir", directory.toString())).isZero();
    }

    @Test
    void refusesWrongCommands() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("sart")).isEqualTo(2);
        assertThat(run("start", "--dir", directory.toString(), "--memory", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("must be at least 1, not 0");
    }

    private void submitSleepingApplication() throws Exception {
        Configuration configuration = new Configuration();
        for (String file : new String[] {"core-site.xml", "yarn-site.xml"}) {
            configuration.addResource(new org.apache.hadoop.fs.Path(
                    directory.resolve("conf").resolve(file).toUri()));
        }
        try (YarnClient yarn = YarnClient.createYarnClient()) {
            yarn.init(configuration);
            yarn.start();
            ApplicationSubmissionContext context = yarn.createApplication().getApplicationSubmissionContext();
            context.setApplicationName("sleep");
            context.setAMContainerSpec(ContainerLaunchContext.newInstance(
                    Map.of(), Map.of(), List.of("sleep 1000"), Map.of(), null, Map.of()));
            context.setResource(Resource.newInstance(128, 1));
            yarn.submitApplication(context);
        }
    }

    private int run(String... arguments) {
        return MiniHadoopMain.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
