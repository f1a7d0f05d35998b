package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.configuration.Configuration;
import io.weir.configuration.ResourceManagerOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobStatus;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.plan.Plan;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.ha.LeaderTerm;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.minicluster.Programs;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.rpc.RpcSettings;
import io.weir.runtime.rpc.RpcThreads;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster that has TaskManagers started and stopped as its jobs need them, as on YARN. */
@Timeout(120)
class DrivenClusterTest {
    private final Configuration configuration = new Configuration()
            .set(TaskManagerOptions.NUMBER_OF_TASK_SLOTS, 2)
            .set(ResourceManagerOptions.TASK_MANAGER_TIMEOUT, Duration.ofMillis(300));

    private InProcessDriver driver;
    private RunningCluster cluster;

    @BeforeEach
    void start() {
        RpcService rpc = RpcService.local(RpcSettings.calling(configuration), RpcThreads.create());
        driver = new InProcessDriver(configuration, rpc);
        cluster = ClusterEntrypoint.start(new ClusterEntrypoint.Parts(
                configuration, rpc, driver, getClass().getClassLoader(), Clock.systemUTC(), LeaderTerm.ALONE));
        PlanExecutors.setContext(new PlanExecutor() {
            @Override
            public JobClient submit(Plan plan) {
                return WeirClient.of(cluster.dispatcher(), configuration).submit(JobGraphs.translate(plan), List.of());
            }

            @Override
            public String explain(Plan plan) {
                return JobGraphs.explain(plan);
            }
        });
    }

    @AfterEach
    void stop() {
        PlanExecutors.setContext(null);
        cluster.close();
    }

    private static JobClient submit(boolean endless) {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(2);
        if (endless) {
            Programs.endless(env).addSink((value, context) -> {});
        } else {
            env.fromSequence(1, 100).addSink((value, context) -> {});
        }
        return env.executeAsync("driven");
    }

    private static WeirException failureOf(JobClient client) {
        return catchThrowableOfType(WeirException.class, () -> {
            try {
                client.getJobExecutionResult().join();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void startsWhatAJobNeedsAndReleasesItWhenIdle() {
        JobClient job = submit(false);
        job.getJobExecutionResult().join();
        assertThat(driver.requests()).isEqualTo(1);
        assertThat(cluster.termination(job.getJobID()).join().summary().status())
                .isEqualTo(JobStatus.FINISHED);
        assertThat(cluster.resultsTaken(job.getJobID())).succeedsWithin(Duration.ofSeconds(30));
        Eventually.until("the TaskManager is released", () -> driver.running() == 0);
        Eventually.until(
                "and forgotten",
                () -> cluster.dispatcher().clusterInfo().join().taskManagers().isEmpty());
        submit(false).getJobExecutionResult().join();
        assertThat(driver.requests()).isEqualTo(2);
    }

    @Test
    void theClustersWordOnALostContainerIsTheRootCause() {
        JobClient job = submit(true);
        Eventually.until(
                "it runs", () -> job.getJobStatus().join() == JobStatus.RUNNING && Programs.Endless.running() == 1);
        driver.kill("container container-1 on host somewhere ended: killed by signal 9 (exit code 137)");
        WeirException failure = failureOf(job);
        assertThat(failure.code()).isEqualTo(ErrorCode.TASK_MANAGER_LOST);
        assertThat(failure)
                .hasMessageContaining("container-1 on localhost was lost")
                .hasMessageContaining("killed by signal 9 (exit code 137)");
    }

    @Test
    void aJobLearnsThatTheClusterGivesNothing() {
        driver.refuse(new WeirException(ErrorCode.RESOURCES, "The queue allows containers of 1 GiB."));
        WeirException failure = failureOf(submit(false));
        assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCES);
        assertThat(failure)
                .hasMessageContaining("needs 2 slots and cannot get them: The queue allows containers of 1 GiB.");
        assertThat(driver.requests()).isEqualTo(3);
    }

    @Test
    void theClusterIsToldHowTheApplicationEnded() {
        cluster.deregister(JobStatus.FAILED, "boom").join();
        assertThat(driver.deregistered()).isEqualTo("FAILED boom");
    }

    @Test
    void aClientEndsTheCluster() {
        submit(true);
        cluster.dispatcher().shutdownCluster().join();
        assertThat(cluster.ending()).succeedsWithin(Duration.ofSeconds(30)).matches(ending -> ending.failure() == null);
        WeirException failure = catchThrowableOfType(WeirException.class, DrivenClusterTest::submitToClosing);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
    }

    private static void submitToClosing() {
        submit(false);
    }
}
