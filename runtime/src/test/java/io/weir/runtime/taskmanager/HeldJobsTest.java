package io.weir.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.heartbeat.ManualHost;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.SlotRequest;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskOffer;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.runtime.rpc.RpcEndpoint;
import io.weir.runtime.rpc.RpcGateway;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.rpc.RpcSettings;
import io.weir.runtime.rpc.RpcThreads;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the tasks of a job whose JobManager was lost; the test's thread is the main thread, and moves time. */
@Timeout(60)
class HeldJobsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration SEARCH = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final JobId JOB = JobId.random();
    private static final RpcAddress OWN = new RpcAddress("localhost", 0, "taskmanager");
    private static final LeaderAddress LEADER = new LeaderAddress("localhost", 0, new FencingToken("2"));

    private final Host host = new Host();
    private final List<String> events = new ArrayList<>();
    private final RpcService rpc = RpcService.local(RpcSettings.calling(new Configuration()), RpcThreads.create());
    private JobConnection job;
    private HeldJobs held;

    /** Its time is moved by hand, and it runs what others hand over when it is told to. */
    private static final class Host implements FailureDetector.Host {
        final ManualHost time = new ManualHost();
        final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

        @Override
        public Clock clock() {
            return time.clock();
        }

        @Override
        public ScheduledFuture<?> schedule(Duration delay, Runnable later) {
            return time.schedule(delay, later);
        }

        @Override
        public Runnable onDisconnect(RpcAddress address, Runnable listener) {
            return time.onDisconnect(address, listener);
        }

        @Override
        public void execute(Runnable handedOver) {
            work.add(handedOver);
        }

        void runNext() throws InterruptedException {
            work.poll(30, TimeUnit.SECONDS).run();
        }
    }

    /** What the new leader has of the interface with this name. */
    private interface JobManagerGateway extends RpcGateway {
        CompletableFuture<Boolean> offerTasks(TaskOffer offer);
    }

    /** The job's JobManager at the new leader; its answers come when a test wants. */
    private static final class NewJobManager extends RpcEndpoint implements JobManagerGateway {
        final BlockingQueue<CompletableFuture<Boolean>> offers = new LinkedBlockingQueue<>();

        NewJobManager(RpcService rpc) {
            super(rpc, LeaderAddress.jobManagerName(JOB), LEADER.token());
        }

        @Override
        public CompletableFuture<Boolean> offerTasks(TaskOffer offer) {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            offers.add(answer);
            return answer;
        }

        CompletableFuture<Boolean> nextOffer() throws InterruptedException {
            return offers.poll(30, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void hold() {
        TaskManagerServices services = new TaskManagerServices(
                rpc,
                new TaskManagerLocation(new TaskManagerId("tm"), "localhost", 0),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                host.clock(),
                new Configuration(),
                null);
        RpcAddress former = new RpcAddress("localhost", 0, "lost");
        job = new JobConnection(
                services, new SlotRequest(new AllocationId("slot"), JOB, former, new FencingToken("1")), null, host);
        held = new HeldJobs(
                new HeldJobs.Times(PATIENCE, SEARCH),
                host,
                described -> described.describe(OWN, List.of(), Map.of()),
                taken -> {
                    taken.establish();
                    events.add("taken");
                },
                (lost, cause) -> events.add("dropped"));
        held.leaderLost();
        held.hold(job, "it was killed");
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    private NewJobManager startJobManager() {
        NewJobManager manager = new NewJobManager(rpc);
        rpc.start(manager).join();
        return manager;
    }

    /** Lets calls fail for a time, in which one comes after the other. */
    private void failFor(Duration time) throws InterruptedException {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(AGAIN)) {
            host.runNext();
            host.time.advance(AGAIN);
        }
    }

    @Test
    void goesOnAlthoughTheLeaderSaysSoBeforeItsAnswerToTheOfferIsHere() throws Exception {
        NewJobManager manager = startJobManager();
        assertThat(held.adopted(JOB)).as("it was not offered").isFalse();
        held.registered(LEADER);
        CompletableFuture<Boolean> offer = manager.nextOffer();

        assertThat(held.adopted(JOB)).isTrue();
        assertThat(events).containsExactly("taken");

        offer.complete(true);
        host.runNext();
        host.time.advance(PATIENCE);
        assertThat(events).containsExactly("taken");
    }

    @Test
    void goesOnAlthoughTheAnswerToItsOfferWasLost() throws Exception {
        NewJobManager manager = startJobManager();
        held.registered(LEADER);
        manager.nextOffer().completeExceptionally(new WeirException(ErrorCode.TIMEOUT, "lost"));
        host.runNext();

        assertThat(held.adopted(JOB)).isTrue(); // before it is offered again
        assertThat(events).containsExactly("taken");
    }

    @Test
    void aLeaderMayBeSlow() throws Exception {
        NewJobManager manager = startJobManager();
        held.registered(LEADER);
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Boolean> offer = manager.nextOffer();
            host.time.advance(SEARCH);
            offer.completeExceptionally(new WeirException(ErrorCode.TIMEOUT, "slow"));
            host.runNext();
            host.time.advance(AGAIN);
        }
        assertThat(events).isEmpty();
        manager.nextOffer().complete(true);
        host.runNext();
        assertThat(events).containsExactly("taken");
    }

    @Test
    void aLeaderThatDoesNotHaveTheJobIsAskedForABoundedTime() throws Exception {
        held.registered(LEADER);
        failFor(SEARCH);
        assertThat(events).isEmpty();
        host.runNext();
        assertThat(events).containsExactly("dropped");
    }

    @Test
    void aLeaderThatWasLostAsSoonCostsNoTask() throws Exception {
        held.registered(LEADER);
        failFor(SEARCH.dividedBy(2));
        held.leaderLost();
        host.runNext(); // the last call fails
        host.time.advance(SEARCH.multipliedBy(3));
        assertThat(events).isEmpty();

        NewJobManager manager = startJobManager();
        held.registered(LEADER);
        manager.nextOffer().complete(true);
        host.runNext();
        assertThat(events).containsExactly("taken");
    }

    @Test
    void nobodyIsWaitedForForEver() {
        host.time.advance(PATIENCE.minusMillis(1));
        assertThat(events).isEmpty();
        host.time.advance(Duration.ofMillis(1));
        assertThat(events).containsExactly("dropped");
    }
}
