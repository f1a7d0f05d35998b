package io.weir.client.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.HighAvailabilityType;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What follows from the runs of a program, on clusters that are not there; {@code VerifyTest} has real ones. */
@Timeout(60)
class VerificationTest {
    @TempDir
    Path directory;

    private final List<Clusterless> clusters = new ArrayList<>();
    private final List<String> said = new ArrayList<>(); // guarded by itself: runs and kills are told by two threads
    private boolean jobsGetOn = true;
    private boolean canBeKilled = true;

    /** A cluster whose jobs take a checkpoint at each look; its processes are names. */
    private final class Clusterless implements DisturbedCluster {
        private final Configuration options;
        private final Size size;
        private final AtomicInteger looks = new AtomicInteger();
        private final CountDownLatch allKilled;
        private final CountDownLatch closed = new CountDownLatch(1);
        private int replaced;

        Clusterless(Configuration options, Size size, int kills) {
            this.options = options;
            this.size = size;
            this.allKilled = new CountDownLatch(kills);
        }

        @Override
        public Configuration client() {
            return options;
        }

        @Override
        public Watch watch() {
            return new Watch() {
                @Override
                public Look look() {
                    int number = jobsGetOn ? looks.incrementAndGet() : 0;
                    return new Look(true, canBeKilled, number, 0, number);
                }

                @Override
                public void close() {
                    // Nothing was opened.
                }
            };
        }

        @Override
        public Optional<String> kill(Victim victim, Random random) {
            allKilled.countDown();
            return Optional.of(victim + "-" + random.nextInt(10));
        }

        @Override
        public void replace(Victim victim) {
            replaced++;
        }

        @Override
        public String diedByThemselves() {
            return "tm-1 has ended by itself: out of luck";
        }

        @Override
        public void close() {
            closed.countDown();
            while (allKilled.getCount() > 0) {
                allKilled.countDown();
            }
        }
    }

    private final class Told implements Verification.Listener {
        @Override
        public void killed(Kill kill) {
            synchronized (said) {
                said.add("killed " + kill.victim());
            }
        }

        @Override
        public void ended(RunReport run) {
            synchronized (said) {
                said.add("run with " + run.kills() + " kills");
            }
        }
    }

    private Verdict verify(int taskManagers, int jobManagers, Verification.Runner program) throws Exception {
        Verification.Settings settings = new Verification.Settings(
                new Configuration(), directory, 2, taskManagers, jobManagers, 7, Duration.ofSeconds(2));
        try (Verification verification = new Verification(settings, program, new Told(), (options, place, size) -> {
            int kills = clusters.size() == 1 && canBeKilled ? taskManagers + jobManagers : 0;
            clusters.add(new Clusterless(options, size, kills));
            return clusters.get(clusters.size() - 1);
        })) {
            return verification.run();
        }
    }

    /** Writes lines, once the cluster was disturbed as much as it is to be. */
    private boolean write(String output, String... lines) throws Exception {
        clusters.get(clusters.size() - 1).allKilled.await();
        Files.createDirectories(Path.of(output));
        Files.write(Path.of(output, "part"), List.of(lines));
        return true;
    }

    @Test
    void killsWhatIsAskedForInAnOrderThatTheSeedGives() throws Exception {
        Verdict verdict = verify(2, 1, (options, output) -> write(output, "a", "b"));

        assertThat(verdict.isEqual()).isTrue();
        assertThat(verdict.kills())
                .filteredOn(kill -> kill.victim() == Victim.TASK_MANAGER)
                .hasSize(2);
        assertThat(verdict.kills())
                .filteredOn(kill -> kill.victim() == Victim.JOB_MANAGER)
                .hasSize(1);
        assertThat(clusters).hasSize(2);
        assertThat(clusters.get(0).size).isEqualTo(new DisturbedCluster.Size(2, 1));
        assertThat(clusters.get(1).size).as("another one stands by").isEqualTo(new DisturbedCluster.Size(2, 2));
        assertThat(clusters.get(1).replaced).isGreaterThanOrEqualTo(2);
        assertThat(clusters.get(1).options.get(HighAvailabilityOptions.TYPE)).isEqualTo(HighAvailabilityType.ZOOKEEPER);
        List<Kill> first = verdict.kills();
        clusters.clear();
        List<Kill> second =
                verify(2, 1, (options, output) -> write(output, "a", "b")).kills();
        assertThat(second)
                .extracting(Kill::victim)
                .isEqualTo(first.stream().map(Kill::victim).toList());
    }

    @Test
    void nobodyIsElectedWhereNoJobManagerIsKilled() throws Exception {
        verify(1, 0, (options, output) -> write(output, "a"));
        assertThat(clusters)
                .allMatch(cluster -> cluster.size.jobManagers() == 1
                        && cluster.options.get(HighAvailabilityOptions.TYPE) == HighAvailabilityType.NONE);
    }

    @Test
    void aDifferenceEndsItAfterAnotherUndisturbedRun() throws Exception {
        Verdict verdict = verify(
                1,
                0,
                (options, output) -> clusters.size() == 2 ? write(output, "a", "b", "b") : write(output, "a", "b"));
        assertThat(verdict.isEqual()).isFalse();
        assertThat(verdict.deterministic()).isTrue();
        assertThat(verdict.disturbed().get(0).difference().surplus()).isEqualTo(1);
        assertThat(said)
                .containsExactly("run with 0 kills", "killed TASK_MANAGER", "run with 1 kills", "run with 0 kills");
    }

    @Test
    void aProgramWhoseOutputDependsOnSomethingElseIsToldSo() throws Exception {
        Verdict verdict = verify(1, 0, (options, output) -> write(output, "a" + clusters.size()));
        assertThat(verdict.isEqual()).isFalse();
        assertThat(verdict.deterministic()).isFalse();
    }

    @Test
    void aProgramThatIsTooShortIsRefused() {
        canBeKilled = false;
        assertThatThrownBy(() -> verify(1, 0, (options, output) -> write(output, "a")))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("ends before anything can be killed");
    }

    @Test
    void aProgramThatWritesNothingIsRefused() {
        assertThatThrownBy(() -> verify(1, 0, (options, output) -> true))
                .hasMessageContaining("has published no record below {output}");
    }

    @Test
    void aProgramThatFailsOnlyWhenItIsDisturbedIsToldWithTheSeed() {
        assertThatThrownBy(() -> verify(1, 1, (options, output) -> {
                    boolean good = write(output, "a");
                    return good && clusters.size() == 1;
                }))
                .hasMessageContaining("The program has failed, after ")
                .hasMessageContaining("The seed was 7.")
                .hasMessageContaining("out of luck");
    }

    @Test
    void aProgramThatDoesNotGetOnIsStuck() {
        jobsGetOn = false;
        canBeKilled = false;
        assertThatThrownBy(() ->
                        verify(1, 0, (options, output) -> clusters.get(0).closed.await(30, TimeUnit.SECONDS)))
                .hasMessageContaining("The program has not got on for 2 s, undisturbed.");
    }
}
