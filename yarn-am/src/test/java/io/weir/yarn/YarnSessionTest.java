package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.ResourceManagerOptions;
import io.weir.configuration.YarnOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobStatus;
import io.weir.execution.PlanExecutors;
import io.weir.fs.FileSystems;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.ha.KeptData;
import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.runtime.protocol.JobSummary;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MiniHadoopExtension.class)
class YarnSessionTest {
    private final YarnSessionDeployer deployer = new YarnSessionDeployer();
    private YarnTestCluster yarn;

    @BeforeEach
    void deployTo(MiniHadoop hadoop) throws Exception {
        yarn = YarnTestCluster.on(hadoop);
    }

    @AfterEach
    void forgetExecutor() {
        PlanExecutors.setContext(null);
    }

    @Test
    void takesJobsOneAfterTheOtherUntilItIsShutDown() throws Exception {
        Configuration options = yarn.options("session")
                .set(ResourceManagerOptions.TASK_MANAGER_TIMEOUT, Duration.ofSeconds(1))
                .set(YarnOptions.APPLICATION_NAME, "nightly");
        String application;
        try (DeployedCluster session = deployer.deploySession(options)) {
            application = session.applicationId();
            assertThat(session.job()).isEmpty();
            assertThat(yarn.taskManagers(application)).isEmpty();
        }
        try (DeployedCluster session = deployer.retrieve(options)) {
            assertThat(session.applicationId()).isEqualTo(application);
            PlanExecutors.setContext(new SessionExecutor(session, yarn.programJars(), new Configuration()));
            StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();

            assertThat(TestPrograms.squares(environment)).hasSize(10);
            assertThatThrownBy(() -> TestPrograms.fail(StreamExecutionEnvironment.getExecutionEnvironment()))
                    .hasMessageContaining("three is too much");

            assertThat(session.client().list())
                    .extracting(JobSummary::status)
                    .containsExactly(JobStatus.FAILED, JobStatus.FINISHED);
            YarnTestCluster.await("the release of idle TaskManagers", () -> yarn.taskManagers(application)
                    .isEmpty());
            session.client().shutdownCluster();
        }
        ApplicationReport report = yarn.ended(application, options);
        assertThat(report.getName()).isEqualTo("nightly");
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(yarn.leftOvers("session")).isEmpty();
        assertThatThrownBy(() -> deployer.retrieve(options))
                .hasMessageContaining("The YARN application " + application + " does not run: it is FINISHED");
        assertThatThrownBy(() -> deployer.retrieve(options))
                .as("the note of an ended session is thrown away")
                .hasMessageContaining("No YARN application is named");
    }

    @Test
    void goesOnWithTheNextApplicationMasterAndLeavesNothing() throws Exception {
        Configuration options = yarn.followed(yarn.options("followed-session"));
        FileSystems.initialize(options);
        HadoopPlugin.install(options);
        String application;
        try (DeployedCluster session = deployer.deploySession(options)) {
            application = session.applicationId();
            List<ProcessHandle> first = yarn.applicationMasters(application);
            assertThat(first).hasSize(1).allMatch(ProcessHandle::destroyForcibly);
            PlanExecutors.setContext(new SessionExecutor(session, yarn.programJars(), new Configuration()));

            assertThat(TestPrograms.squares(StreamExecutionEnvironment.getExecutionEnvironment()))
                    .hasSize(10);

            assertThat(yarn.applicationMasters(application)).hasSize(1).doesNotContainAnyElementsOf(first);
            session.client().shutdownCluster();
        }
        ApplicationReport report = yarn.ended(application, options);
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(yarn.leftOvers("followed-session")).isEmpty();
        try (KeptData kept =
                KeptData.open(new Configuration(options).set(HighAvailabilityOptions.CLUSTER_ID, application))) {
            assertThat(kept.describe().processes()).isEmpty();
            assertThat(kept.describe().jobs()).isEmpty();
        }
    }

    @Test
    void saysInOneLineWhatIsWrongWithTheCluster() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Configuration options =
                yarn.options("unreachable").setString("weir.yarn.resourcemanager.address", "localhost:" + port);
        assertThatThrownBy(() -> deployer.deploySession(options))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                .hasMessage(
                        "YARN's ResourceManager at localhost:" + port + " does not answer (Connection refused). Is it"
                                + " running, and does HADOOP_CONF_DIR name the right cluster?");
    }

    @Test
    void saysWhichApplicationIsMeant() {
        assertThatThrownBy(() -> deployer.retrieve(
                        yarn.options("unknown").set(YarnOptions.APPLICATION_ID, "application_1_0001")))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(
                        () -> deployer.retrieve(yarn.options("unknown").set(YarnOptions.APPLICATION_ID, "my-session")))
                .hasMessage("'my-session' is no YARN application: it looks like application_1700000000000_0001.");
    }
}
