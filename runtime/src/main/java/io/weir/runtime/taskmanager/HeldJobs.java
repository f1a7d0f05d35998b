package io.weir.runtime.taskmanager;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.execution.JobId;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.heartbeat.FailureDetector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs on a TaskManager whose JobManagers were lost. Their tasks go on for a bounded time, in which they are offered to
 * whoever leads the cluster then.
 *
 * <p>Thread: the TaskManager's main thread. Life: that of the TaskManager.
 */
final class HeldJobs {
    private static final Logger LOG = LoggerFactory.getLogger(HeldJobs.class);
    private static final Duration AGAIN = Duration.ofMillis(200);

    /** After how many calls in vain a new leader does not have the job: it begins with all it has before it is known. */
    private static final int ATTEMPTS = 10;

    private final FailureDetector.Host main;
    private final Duration patience;
    private final Consumer<JobConnection> describe;
    private final Consumer<JobConnection> offered;
    private final BiConsumer<JobConnection, String> drop;
    private final Map<JobId, Held> held = new HashMap<>();
    private LeaderAddress leader; // null while the TaskManager is not registered

    private static final class Held {
        final JobConnection job;
        final LeaderAddress before;
        ScheduledFuture<?> alarm;
        int attempts;

        Held(JobConnection job, LeaderAddress before) {
            this.job = job;
            this.before = before;
        }
    }

    /**
     * Creates it.
     *
     * @param patience how long tasks go on
     * @param main the TaskManager's main thread
     * @param describe lets a job write down what it has here
     * @param offered learns that the JobManager has taken the offer, and will tell what follows
     * @param drop lets the tasks of a job go, and says why
     */
    HeldJobs(
            Duration patience,
            FailureDetector.Host main,
            Consumer<JobConnection> describe,
            Consumer<JobConnection> offered,
            BiConsumer<JobConnection, String> drop) {
        this.patience = patience;
        this.main = main;
        this.describe = describe;
        this.offered = offered;
        this.drop = drop;
    }

    /** Returns how long tasks go on: not at all where no other JobManager can come. */
    static Duration patience(Configuration configuration) {
        return HighAvailability.isEnabled(configuration)
                ? configuration.get(HighAvailabilityOptions.LEADER_TIMEOUT)
                : Duration.ZERO;
    }

    /** The JobManager of a job was lost. */
    void hold(JobConnection job, String what) {
        if (patience.isZero()) {
            LOG.warn("The JobManager of job {} was lost: {}.", job.job(), what);
            drop.accept(job, "its JobManager was lost");
            return;
        }
        LOG.warn(
                "The JobManager of job {} was lost: {}. Its tasks go on for at most {} ms.",
                job.job(),
                what,
                patience.toMillis());
        forget(job.job());
        job.hold();
        Held entry = new Held(job, leader);
        held.put(job.job(), entry);
        entry.alarm = main.schedule(patience, () -> {
            if (held.get(job.job()) == entry) {
                drop(entry, "it was without a JobManager for " + patience.toMillis() + " ms");
            }
        });
        offerAgain(entry);
    }

    /** Another process leads; the TaskManager is about to register with it. */
    void ledByAnother() {
        leader = null;
    }

    /** The TaskManager is registered. */
    void registered(LeaderAddress newLeader) {
        leader = newLeader;
        List.copyOf(held.values()).forEach(this::offer);
    }

    /** A job is led again, or gone. */
    void forget(JobId job) {
        Held entry = held.remove(job);
        if (entry != null) {
            entry.alarm.cancel(false);
        }
    }

    private void drop(Held entry, String cause) {
        forget(entry.job.job());
        LOG.warn("The tasks of job {} are canceled: {}.", entry.job.job(), cause);
        drop.accept(entry.job, cause);
    }

    private void offerAgain(Held entry) {
        main.schedule(AGAIN, () -> offer(entry));
    }

    private void offer(Held entry) {
        JobConnection job = entry.job;
        if (leader == null || held.get(job.job()) != entry || job.isEstablished()) {
            return;
        }
        job.connect(leader);
        int connection = job.connections();
        describe.accept(job);
        job.offerTasks()
                .whenCompleteAsync(
                        (taken, failure) -> {
                            if (held.get(job.job()) != entry || job.connections() != connection) {
                                return; // there is another one by now
                            }
                            if (failure != null) {
                                notTaken(entry, failure);
                            } else if (taken) {
                                offered.accept(job);
                            } else {
                                drop(entry, "its JobManager does not go on with them");
                            }
                        },
                        main);
    }

    private void notTaken(Held entry, Throwable failure) {
        entry.attempts++;
        boolean another = leader != null && !leader.equals(entry.before);
        if (another && entry.attempts >= ATTEMPTS) {
            drop(entry, "the JobManager that leads now does not have the job: " + JobConnection.message(failure));
        } else {
            entry.job.hold();
            offerAgain(entry);
        }
    }
}
