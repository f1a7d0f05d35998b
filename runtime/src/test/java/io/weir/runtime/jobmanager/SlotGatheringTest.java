package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.execution.JobId;
import io.weir.runtime.ha.LeaderTerm;
import io.weir.runtime.heartbeat.ManualHost;
import io.weir.runtime.protocol.ClusterInfo;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.ResourceManagerGateway;
import io.weir.runtime.protocol.SlotReport;
import io.weir.runtime.protocol.SlotRequirement;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerRegistration;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.util.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SlotGatheringTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int NEEDED = 4;

    private final ManualHost host = new ManualHost();
    private final List<FailureInfo> failures = new ArrayList<>();
    private final SmallCluster cluster = new SmallCluster();
    private int assigned;
    private boolean takesTurns;

    private final SlotGathering slots = new SlotGathering(
            new JobManagerServices(
                    null,
                    cluster,
                    null,
                    null,
                    Runnable::run,
                    null,
                    Clock.systemUTC(),
                    new Configuration().set(JobManagerOptions.SLOT_REQUEST_TIMEOUT, TIMEOUT),
                    LeaderTerm.ALONE),
            host,
            () -> new SlotRequirement(
                    cluster.job, NEEDED, 1, new RpcAddress("localhost", 0, "jobmanager"), FencingToken.NONE),
            () -> assigned,
            () -> takesTurns,
            failures::add);

    @Test
    void slotsThatDoNotComeInTimeFailTheJob() {
        slots.start();
        assertThat(cluster.requests).isEqualTo(1);
        assigned = 1;
        host.advance(TIMEOUT.minusMillis(1));
        assertThat(failures).isEmpty();
        host.advance(Duration.ofMillis(1));
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCES);
            assertThat(failure.message()).contains("needs 4 slots and 3 of them are missing after 30000 ms");
        });
    }

    @Test
    void tasksThatWaitForSlotsOfOthersWaitAsLongAsTheseRun() {
        slots.start();
        assigned = 1;
        takesTurns = true;
        host.advance(TIMEOUT.multipliedBy(10));
        assertThat(failures).isEmpty();
        takesTurns = false;
        host.advance(TIMEOUT);
        assertThat(failures).hasSize(1);
    }

    @Test
    void nobodyIsToldWhenAllSlotsHaveCome() {
        slots.start();
        assigned = NEEDED;
        host.advance(TIMEOUT);
        assertThat(failures).isEmpty();
        slots.start();
        assigned = 0;
        slots.end();
        host.advance(TIMEOUT);
        assertThat(failures).isEmpty();
    }

    /** Has no TaskManagers. */
    private static final class SmallCluster implements ResourceManagerGateway {
        private final JobId job = JobId.random();
        private int requests;

        @Override
        public CompletableFuture<Void> requestSlots(SlotRequirement requirement) {
            requests++;
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<ClusterInfo> clusterInfo() {
            return CompletableFuture.completedFuture(new ClusterInfo("test", List.of(), 0, ""));
        }

        @Override
        public CompletableFuture<Void> registerTaskManager(TaskManagerRegistration registration) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> heartbeat(SlotReport report) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> jobTerminated(JobId ended) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> deregister(TaskManagerId taskManager, String reason) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<String> workerDiagnostics(TaskManagerId taskManager) {
            return CompletableFuture.completedFuture("");
        }
    }
}
