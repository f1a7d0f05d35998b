package io.weir.runtime.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.HighAvailabilityType;
import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointNumbers;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Leaders that follow each other, with a real ZooKeeper. */
@Timeout(120)
class ZooKeeperElectionTest {
    @TempDir
    Path temporary;

    private TestingServer server;

    /** Notes its terms, and null when it has to step down. */
    private static final class Process implements LeaderElection.Contender, AutoCloseable {
        private final HighAvailability connection;
        private final LeaderElection election;
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        Process(Configuration options, String name, boolean replaces) {
            connection = HighAvailability.open(options);
            election = connection.election(name, replaces);
            election.start(this);
        }

        @Override
        public void lead(LeaderTerm term) {
            events.add(term);
        }

        @Override
        public void stepDown() {
            events.add("steps down");
        }

        LeaderTerm awaitTerm() throws InterruptedException {
            return (LeaderTerm) events.poll(60, TimeUnit.SECONDS);
        }

        Object next() throws InterruptedException {
            return events.poll(60, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            election.close();
            connection.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(-1, temporary.resolve("zookeeper").toFile(), true);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Configuration options() {
        return new Configuration()
                .set(HighAvailabilityOptions.TYPE, HighAvailabilityType.ZOOKEEPER)
                .set(HighAvailabilityOptions.ZOOKEEPER_QUORUM, server.getConnectString())
                .set(
                        HighAvailabilityOptions.STORAGE_DIR,
                        temporary.resolve("ha").toString())
                .set(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT, Duration.ofSeconds(4))
                .set(HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT, Duration.ofMillis(100));
    }

    private static StoredJob job() {
        return new StoredJob(
                new JobGraph(JobId.random(), "job", List.of(), List.of(), new Configuration(), false), List.of(), 1);
    }

    private static void assertFenced(CompletableFuture<?> write) {
        assertThatThrownBy(() -> write.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
    }

    @Test
    void theNextOneFindsTheJobsOfTheOneBefore() throws Exception {
        StoredJob job = job();
        JobId id = job.graph().jobId();
        try (Process second = replaced(job)) {
            LeaderTerm term = second.awaitTerm();
            assertThat(term.jobs().all().get()).containsExactly(id);
            JobGraphStore.TakenOver found = term.jobs().takeOver(id).get();
            assertThat(found.times()).isEqualTo(1);
            assertThat(found.job().graph().name()).isEqualTo("job");
            term.jobs().remove(id).get();
            assertThat(term.jobs().all().get()).isEmpty();
        }
    }

    /** A leader stores a job and leaves; returns the one that stood by. */
    private Process replaced(StoredJob job) throws Exception {
        try (Process first = new Process(options(), "first", false)) {
            LeaderTerm term = first.awaitTerm();
            Process second = new Process(options(), "second", false);
            term.jobs().add(job, List.of()).get();
            return second;
        }
    }

    @Test
    void aLeaderWhosePlaceWasTakenWritesNothingAndStepsDown() throws Exception {
        try (Process first = new Process(options(), "first", false)) {
            LeaderTerm old = first.awaitTerm();
            old.publish("first", 1).get();
            try (Process second = new Process(options(), "second", true)) {
                LeaderTerm term = second.awaitTerm();
                term.publish("second", 2).get();
                assertFenced(old.jobs().add(job(), List.of()));
                assertFenced(old.publish("first", 1));
                assertThat(first.next()).isEqualTo("steps down");
                assertThat(term.jobs().all().get()).isEmpty();
                assertThat(term.token()).isNotEqualTo(old.token());
            }
        }
    }

    @Test
    void whoHasNoLockWritesNothingEvenIfItDoesNotKnow() throws Exception {
        try (ZooKeeper zooKeeper = ZooKeeper.open(options())) {
            String lock = zooKeeper.path("leader", "latch", "candidate-0");
            ZooKeeperTerm term = new ZooKeeperTerm(zooKeeper, HaStorage.of(options()), lock, 1);
            assertFenced(term.publish("former", 1));
            assertFenced(term.jobs().add(job(), List.of()));
            assertThat(zooKeeper.status(zooKeeper.path("leader", "connection_info")))
                    .isEmpty();
            assertThat(zooKeeper.children(zooKeeper.path("jobgraphs"))).isEmpty();
        }
    }

    @Test
    void whatIsKeptIsShownAndDeletedWhenNobodyLeads() throws Exception {
        StoredJob job = job();
        try (Process first = new Process(options(), "first", false);
                KeptData kept = KeptData.open(options())) {
            first.awaitTerm().jobs().add(job, List.of()).get();
            KeptData.Description found = kept.describe();
            assertThat(found.processes()).containsExactly("first");
            assertThat(found.jobs())
                    .containsExactly(new KeptData.Job(job.graph().jobId().value(), List.of()));
            assertThatThrownBy(kept::clean).hasMessageContaining("has a JobManager at first");
        }
        try (KeptData kept = KeptData.open(options())) {
            kept.clean();
            assertThat(kept.describe().jobs()).isEmpty();
        }
        assertThat(temporary.resolve("ha/default")).doesNotExist();
    }

    @Test
    void twoLeadersNeverHaveTheSameNumbers() throws Exception {
        JobId job = JobId.random();
        String directory = temporary.resolve("checkpoints").toString();
        CheckpointNumbers first = new CheckpointNumbers(job, directory, Runnable::run);
        CheckpointNumbers second = new CheckpointNumbers(job, directory, Runnable::run);
        assertThat(first.takeOver().get()).isZero();
        assertThat(first.owns(1)).isTrue();
        assertThat(first.owns(1_000)).isTrue();
        assertThat(first.owns(1_001)).isFalse();
        first.take(1_001).get();
        assertThat(second.takeOver().get()).isEqualTo(2_000);
        assertThat(second.owns(2_001)).isTrue();
        assertFenced(first.take(2_001));
        assertFenced(first.take(3_001));
    }
}
