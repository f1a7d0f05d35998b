package io.weir.runtime.jobmanager;

import io.weir.runtime.failover.FailoverStrategy;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings tasks to another start: cancels what depends on those that failed, lets their sources begin anew, begins the
 * next attempts when all have ended, and says when it is time to deploy them: when the delay is over and each has a slot.
 * Failures that come meanwhile add to it.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
final class Restarts {
    private static final Logger LOG = LoggerFactory.getLogger(Restarts.class);

    /** How long enumerators have to end. */
    private static final Duration SOURCE_TIME = Duration.ofSeconds(30);

    private final Parts parts;
    private final AffectedTasks affectedTasks;
    private final Listener listener;
    private final Set<TaskInstance> affected = new LinkedHashSet<>();
    /** How many steps are under way before tasks may start again. */
    private int underWay;

    private boolean delayed;
    private ScheduledFuture<?> alarm;

    /**
     * What it works with.
     *
     * @param main the main thread
     * @param executions the tasks
     * @param scheduler cancels and has slots
     * @param slots asks for slots
     * @param program has the enumerators
     */
    record Parts(
            FailureDetector.Host main,
            ExecutionGraph executions,
            JobScheduler scheduler,
            SlotGathering slots,
            JobProgram program) {}

    /** Puts together what it works with. */
    static Parts parts(
            FailureDetector.Host main,
            ExecutionGraph executions,
            JobScheduler scheduler,
            SlotGathering slots,
            JobProgram program) {
        return new Parts(main, executions, scheduler, slots, program);
    }

    /** Takes what comes of it. */
    interface Listener {
        /** All is there for tasks that wait to start again. */
        void readyToStartAgain(Set<TaskInstance> tasks);

        /** Returns what is complete when it is decided from which checkpoint tasks start again. */
        CompletableFuture<Void> checkpointsSettled();

        /** They cannot. */
        void cannotStartAgain(Throwable cause);
    }

    Restarts(Parts parts, FailoverStrategy failover, Listener listener) {
        this.parts = parts;
        this.affectedTasks = new AffectedTasks(parts.executions(), failover);
        this.listener = listener;
    }

    /** Returns whether tasks are to start again anyway. */
    boolean cover(Collection<TaskInstance> failed) {
        return !failed.isEmpty() && affected.containsAll(failed);
    }

    /** Returns which tasks start again with some. */
    Set<TaskInstance> affectedBy(Collection<TaskInstance> failed) {
        return affectedTasks.by(failed);
    }

    /**
     * Begins, or begins to wait again.
     *
     * @param delay after how long tasks start again
     * @param failed the tasks that failed; none if slots could not be had
     */
    void begin(Duration delay, Collection<TaskInstance> failed) {
        delayed = true;
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarm = parts.main().schedule(delay, () -> {
            delayed = false;
            proceed();
        });
        parts.slots().start();
        join(failed);
    }

    /** Adds tasks that failed for the same reason. */
    void join(Collection<TaskInstance> failed) {
        Set<TaskInstance> joining = affectedBy(failed);
        joining.removeAll(affected);
        affected.addAll(joining);
        endSources(joining);
        await(listener.checkpointsSettled());
        parts.scheduler().cancel(joining.stream().map(parts.executions()::of).toList());
        proceed();
    }

    private void endSources(Set<TaskInstance> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        ScheduledFuture<?> late = parts.main().schedule(SOURCE_TIME, this::sourcesHang);
        await(parts.program().stopSources(tasks).whenComplete((done, failure) -> late.cancel(false)));
    }

    private void await(CompletableFuture<Void> step) {
        underWay++;
        step.whenCompleteAsync(
                (done, failure) -> {
                    underWay--;
                    proceed();
                },
                parts.main());
    }

    private void sourcesHang() {
        listener.cannotStartAgain(new WeirException(
                ErrorCode.USER_FUNCTION,
                "The job cannot start again, because an enumerator of its sources did not end within "
                        + SOURCE_TIME.toSeconds() + " s."));
    }

    /** Takes the next step, if it is time for one. */
    void proceed() {
        if (affected.isEmpty() || underWay > 0) {
            return;
        }
        boolean ended = affected.stream().map(parts.executions()::of).allMatch(Execution::isOver);
        if (!ended) {
            return;
        }
        parts.executions().renew(affected);
        if (delayed || !parts.scheduler().hasAllSlots()) {
            return;
        }
        parts.slots().end();
        Set<TaskInstance> ready = Set.copyOf(affected);
        LOG.info(
                "{} tasks of job {} start again.",
                affected.size(),
                parts.executions().jobId());
        affected.clear();
        listener.readyToStartAgain(ready);
    }

    /** Gives up: the job ends. */
    void stop() {
        affected.clear();
        if (alarm != null) {
            alarm.cancel(false);
        }
    }
}
