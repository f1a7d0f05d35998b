package io.weir.runtime.resourcemanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.MemorySize;
import io.weir.execution.JobStatus;
import io.weir.runtime.heartbeat.ManualHost;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ManualHost host = new ManualHost();
    private final FakeDriver driver = new FakeDriver();
    private final List<String> events = new ArrayList<>();
    private int wanted;
    private final WorkerPool pool = new WorkerPool(
            driver, new WorkerSpec(MemorySize.ofMebiBytes(1024), 2, 2), PATIENCE, host, new WorkerPool.Listener() {
                @Override
                public void workerEnded(TaskManagerId worker, String diagnostics) {
                    events.add(worker + " ended: " + diagnostics);
                }

                @Override
                public void tryAgain() {
                    pool().wanted(wanted);
                }

                @Override
                public void workersUnavailable(String problem) {
                    events.add("unavailable: " + problem);
                }

                @Override
                public void fatalError(Throwable cause) {
                    events.add("fatal: " + cause.getMessage());
                }
            });

    private WorkerPool pool() {
        return pool;
    }

    /** A cluster that does what the test says. */
    private static final class FakeDriver implements ResourceManagerDriver {
        private final List<CompletableFuture<TaskManagerId>> requests = new ArrayList<>();
        private final List<TaskManagerId> stopped = new ArrayList<>();

        @Override
        public void start(Callbacks callbacks, Executor mainThread) {
            // The test calls back itself.
        }

        @Override
        public CompletableFuture<TaskManagerId> requestWorker(WorkerSpec spec) {
            CompletableFuture<TaskManagerId> request = new CompletableFuture<>();
            requests.add(request);
            return request;
        }

        @Override
        public void stopWorker(TaskManagerId worker) {
            stopped.add(worker);
        }

        @Override
        public void deregister(JobStatus status, String diagnostics) {
            // Nothing to tell.
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private void want(int count) {
        wanted = count;
        pool.wanted(count);
    }

    private static TaskManagerId id(int number) {
        return new TaskManagerId("container-" + number);
    }

    @Test
    void asksForWhatIsNotOnItsWayYet() {
        want(2);
        want(2);
        assertThat(driver.requests).hasSize(2);
        driver.requests.get(0).complete(id(0));
        want(3);
        assertThat(driver.requests).hasSize(3);
        assertThat(pool.pending()).isEqualTo(3);
        pool.registered(id(0));
        assertThat(pool.pending()).isEqualTo(2);
    }

    @Test
    void aProcessMayRegisterBeforeItsLaunchIsKnown() {
        want(1);
        pool.registered(id(0));
        driver.requests.get(0).complete(id(0));
        assertThat(pool.pending()).isZero();
    }

    @Test
    void asksAgainForAProcessThatFailsButNotForEver() {
        want(1);
        for (int i = 0; i < WorkerPool.MAX_FAILURES; i++) {
            assertThat(driver.requests).hasSize(i + 1);
            driver.requests.get(i).complete(id(i));
            pool.onWorkerTerminated(id(i), "exit code 1");
            host.advance(Duration.ofSeconds(2));
        }
        assertThat(driver.requests).hasSize(WorkerPool.MAX_FAILURES);
        assertThat(events).contains("unavailable: exit code 1");
        assertThat(pool.problem()).isEqualTo("exit code 1");
        want(0);
        want(1);
        assertThat(driver.requests).as("for another job").hasSize(WorkerPool.MAX_FAILURES + 1);
    }

    @Test
    void aRequestThatIsRefusedCountsAsFailure() {
        want(1);
        driver.requests.get(0).completeExceptionally(new WeirException(ErrorCode.RESOURCES, "The queue allows 1 GiB."));
        assertThat(pool.problem()).isEqualTo("The queue allows 1 GiB.");
        host.advance(Duration.ofSeconds(2));
        assertThat(driver.requests).hasSize(2);
    }

    @Test
    void theEndOfARegisteredProcessIsNoFailureToStart() {
        want(1);
        driver.requests.get(0).complete(id(0));
        pool.registered(id(0));
        pool.onWorkerTerminated(id(0), "exit code 137");
        assertThat(events).containsExactly("container-0 ended: exit code 137");
        assertThat(pool.problem()).isEmpty();
    }

    @Test
    void whoAsksWhyAProcessEndedWaitsForTheClustersWord() {
        CompletableFuture<String> answer = pool.diagnostics(id(0));
        assertThat(answer).isNotDone();
        pool.onWorkerTerminated(id(0), "exit code 137");
        assertThat(answer).isCompletedWithValue("exit code 137");
        assertThat(pool.diagnostics(id(0))).isCompletedWithValue("exit code 137");
        CompletableFuture<String> unknown = pool.diagnostics(id(1));
        host.advance(Duration.ofSeconds(10));
        assertThat(unknown).isCompletedWithValue("");
    }

    @Test
    void asksOnlyForWhatTheLeaderBeforeHasNotLeft() {
        pool.onWorkersKept(List.of(id(0), id(1)));
        want(3);
        assertThat(driver.requests).hasSize(1);
        pool.registered(id(0));
        want(2);
        assertThat(driver.requests).hasSize(1);
        pool.onWorkerTerminated(id(1), "exit code 137");
        assertThat(driver.requests)
                .as("nobody comes in place of the lost one but who is asked for")
                .hasSize(2);
        assertThat(pool.problem()).isEmpty();
    }

    @Test
    void releasesWhatTheLeaderBeforeHasLeftAndDoesNotRegister() {
        pool.onWorkersKept(List.of(id(0), id(1)));
        want(2);
        pool.registered(id(0));
        want(1);
        host.advance(PATIENCE.minusMillis(1));
        assertThat(driver.requests).isEmpty();
        host.advance(Duration.ofMillis(2));
        assertThat(driver.stopped).containsExactly(id(1));
        assertThat(driver.requests).hasSize(1);
    }

    @Test
    void hearsOfWhatItKnowsAgainWithoutWaitingForIt() {
        pool.onWorkersKept(List.of(id(0), id(1), id(2)));
        pool.registered(id(0));
        pool.onWorkerTerminated(id(1), "exit code 137");
        host.advance(PATIENCE.minusMillis(1));

        pool.onWorkersKept(List.of(id(0), id(1), id(2), id(3)));
        assertThat(driver.stopped).as("what has ended for us").containsExactly(id(1));
        assertThat(pool.pending()).isEqualTo(2);
        host.advance(Duration.ofMillis(2));
        assertThat(driver.stopped).as("it has waited for long enough").containsExactly(id(1), id(2));
        host.advance(PATIENCE);
        assertThat(driver.stopped).containsExactly(id(1), id(2), id(3));
    }

    @Test
    void aClusterOfPeopleAndScriptsIsNotAsked() {
        WorkerPool standalone = new WorkerPool(
                new StandaloneResourceManagerDriver(),
                new WorkerSpec(MemorySize.ofMebiBytes(1024), 2, 2),
                PATIENCE,
                host,
                null);
        standalone.wanted(5);
        assertThat(standalone.pending()).isZero();
        assertThat(standalone.diagnostics(id(0))).isCompletedWithValue("");
    }
}
