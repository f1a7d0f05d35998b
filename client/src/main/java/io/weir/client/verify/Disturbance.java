package io.weir.client.verify;

import io.weir.client.verify.DisturbedCluster.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Kills processes at random moments while a program runs, and starts others in their places. Most kills come after the
 * job has got on since the last one, so that it comes to an end; some at any moment, while it starts again for instance.
 *
 * <p>Thread: one of its own, until {@link #end}; then the results are for whoever called that.
 */
final class Disturbance implements Runnable {
    private static final Duration POLL = Duration.ofMillis(50);

    /** A job that takes no checkpoints has got on when it has run for so long. */
    private static final Duration PROGRESS_WITHOUT_CHECKPOINT = Duration.ofSeconds(3);

    private static final int MOST_MILLIS_AFTER_PROGRESS = 1_500;
    private static final int MOST_MILLIS_AT_ANY_MOMENT = 3_000;
    private static final int MOST_MILLIS_TO_REPLACE = 500;

    /** One in so many kills does not wait until the job has got on. */
    private static final int AT_ANY_MOMENT = 4;

    private final DisturbedCluster cluster;
    private final Plan plan;
    private final Consumer<Kill> listener;
    private final DisturbedCluster.Watch watch;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this, "disturbance");
    private final long begin = System.nanoTime();
    private final List<Kill> kills = new ArrayList<>();
    private Look last = Look.NOTHING;
    private long lastChange = System.nanoTime();
    private boolean stuck;
    private RuntimeException failure;

    /**
     * What is to be done.
     *
     * @param round the number of the run
     * @param victims what to kill, in this order
     * @param random says when and which
     * @param patience after how long without any change a job counts as stuck
     */
    record Plan(int round, List<Victim> victims, Random random, Duration patience) {}

    Disturbance(DisturbedCluster cluster, Plan plan, Consumer<Kill> listener) {
        this.cluster = cluster;
        this.plan = plan;
        this.listener = listener;
        this.watch = cluster.watch();
    }

    /** Begins. */
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            for (int kill = 0; more && kill < plan.victims().size(); kill++) {
                more = awaitMoment(kill == 0) && kill(plan.victims().get(kill));
            }
            while (more) {
                more = pause(POLL) && !look(); // it may still get stuck, and checkpoints are counted
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Waits; returns false if the program has ended. */
    private boolean pause(Duration time) throws InterruptedException {
        return !ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean pauseUpTo(int millis) throws InterruptedException {
        return pause(Duration.ofMillis(plan.random().nextInt(millis)));
    }

    /** Looks; returns whether the job is stuck, whose processes are then killed for good. */
    private boolean look() {
        Look now = watch.look();
        if (!now.equals(last) || !now.active()) {
            lastChange = System.nanoTime();
        }
        last = now;
        if (System.nanoTime() - lastChange > plan.patience().toNanos()) {
            stuck = true;
            cluster.close();
        }
        return stuck;
    }

    /** Waits for the next moment to kill; returns false if there is none any more. */
    private boolean awaitMoment(boolean first) throws InterruptedException {
        boolean anyMoment = plan.random().nextInt(AT_ANY_MOMENT) == 0 && !first;
        if (anyMoment) {
            return pauseUpTo(MOST_MILLIS_AT_ANY_MOMENT);
        }
        int before = last.checkpoints();
        long runningSince = -1;
        while (pause(POLL)) {
            if (look()) {
                return false;
            }
            runningSince = !last.running() ? -1 : runningSince < 0 ? System.nanoTime() : runningSince;
            boolean ranLong = runningSince >= 0
                    && System.nanoTime() - runningSince > PROGRESS_WITHOUT_CHECKPOINT.toNanos()
                    && last.records() > 0;
            if (last.running() && last.checkpoints() > before || ranLong) {
                return pauseUpTo(MOST_MILLIS_AFTER_PROGRESS);
            }
        }
        return false;
    }

    /** Kills one and starts another; returns false if the program has ended. */
    private boolean kill(Victim victim) throws InterruptedException {
        Optional<String> killed = cluster.kill(victim, plan.random());
        if (killed.isPresent()) {
            Kill kill = new Kill(plan.round(), millis(), victim, killed.get());
            kills.add(kill);
            listener.accept(kill);
        }
        boolean more = pauseUpTo(MOST_MILLIS_TO_REPLACE);
        if (more) {
            cluster.replace(victim);
        }
        return more;
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    /** The program has ended: looks a last time, and stops. */
    void end() throws InterruptedException {
        ended.countDown();
        thread.join();
        if (!stuck) {
            last = watch.look();
        }
        watch.close();
        if (failure != null && !stuck) {
            throw failure;
        }
    }

    List<Kill> kills() {
        return List.copyOf(kills);
    }

    /** Returns what was seen last. */
    Look last() {
        return last;
    }

    boolean isStuck() {
        return stuck;
    }
}
