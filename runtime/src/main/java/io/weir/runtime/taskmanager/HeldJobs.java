package io.weir.runtime.taskmanager;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.execution.JobId;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.protocol.Failures;
import java.time.Duration;
import java.time.Instant;
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

    private final FailureDetector.Host main;
    private final Times times;
    private final Consumer<JobConnection> describe;
    private final Consumer<JobConnection> offered;
    private final BiConsumer<JobConnection, String> drop;
    private final Map<JobId, Held> held = new HashMap<>();
    private LeaderAddress leader; // null while the TaskManager is not registered

    private static final class Held {
        final JobConnection job;
        ScheduledFuture<?> alarm;
        Instant since; // when it was held, or when the TaskManager registered after that

        Held(JobConnection job, Instant since) {
            this.job = job;
            this.since = since;
        }
    }

    /**
     * How long it waits.
     *
     * @param patience how long tasks go on without a leader that takes them; zero where no other can come
     * @param search how long a leader that is there may not have the job; it begins with all it has before it is known
     */
    record Times(Duration patience, Duration search) {
        /** Takes them from the options. */
        static Times read(Configuration configuration) {
            return new Times(
                    HighAvailability.isEnabled(configuration)
                            ? configuration.get(HighAvailabilityOptions.LEADER_TIMEOUT)
                            : Duration.ZERO,
                    configuration.get(HighAvailabilityOptions.PREVIOUS_WORKER_TIMEOUT));
        }
    }

    /**
     * Creates it.
     *
     * @param times how long it waits
     * @param main the TaskManager's main thread
     * @param describe lets a job write down what it has here
     * @param offered learns that the JobManager has taken the offer, and will tell what follows
     * @param drop lets the tasks of a job go, and says why
     */
    HeldJobs(
            Times times,
            FailureDetector.Host main,
            Consumer<JobConnection> describe,
            Consumer<JobConnection> offered,
            BiConsumer<JobConnection, String> drop) {
        this.times = times;
        this.main = main;
        this.describe = describe;
        this.offered = offered;
        this.drop = drop;
    }

    /** The JobManager of a job was lost. */
    void hold(JobConnection job, String what) {
        Duration patience = times.patience();
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
        Held entry = new Held(job, main.clock().instant());
        held.put(job.job(), entry);
        entry.alarm = main.schedule(patience, () -> {
            if (held.get(job.job()) == entry) {
                drop(entry, "it was without a JobManager for " + patience.toMillis() + " ms");
            }
        });
        offerAgain(entry);
    }

    /** The leader was lost, or is another one; the TaskManager is about to register again. */
    void leaderLost() {
        leader = null;
    }

    /** The TaskManager is registered. */
    void registered(LeaderAddress newLeader) {
        leader = newLeader;
        List.copyOf(held.values()).forEach(entry -> {
            entry.since = main.clock().instant();
            offer(entry);
        });
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
        if (leader != null && isLate(entry) && hasNoJob(failure)) {
            drop(entry, "the JobManager that leads now does not have the job: " + JobConnection.message(failure));
        } else {
            entry.job.hold();
            offerAgain(entry);
        }
    }

    private boolean isLate(Held entry) {
        return !main.clock().instant().isBefore(entry.since.plus(times.search()));
    }

    /** Whoever is slow may have it, and who was called by a token that is not the leader's does not lead any more. */
    private static boolean hasNoJob(Throwable failure) {
        return switch (Failures.describe(failure).code()) {
            case TIMEOUT, FENCED -> false;
            default -> true;
        };
    }

    /**
     * The leader goes on with the tasks of a job that was offered to it; its answer to the offer may still be on its way.
     *
     * @return whether the job is here and waits for that
     */
    boolean adopted(JobId job) {
        Held entry = held.get(job);
        if (entry == null || leader == null || !entry.job.wasOffered()) {
            return false;
        }
        if (!entry.job.isEstablished()) {
            entry.job.connect(leader);
            offered.accept(entry.job);
        }
        forget(job);
        return true;
    }
}
