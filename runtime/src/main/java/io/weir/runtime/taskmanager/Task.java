package io.weir.runtime.taskmanager;

import io.weir.configuration.RpcOptions;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.network.LostOutput;
import io.weir.runtime.protocol.CheckpointStage;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionState;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.protocol.SplitDelivery;
import io.weir.runtime.protocol.TaskIo;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStage;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.task.StreamTask;
import io.weir.runtime.task.TaskEnvironment;
import io.weir.runtime.task.TaskListener;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Runs one execution on a thread of its own, from the loading of the program to the report of how it ended.
 *
 * <p>Threads: created, started, canceled and asked by the TaskManager's main thread; {@link #run} is the task's thread.
 * Life: that of the execution.
 */
final class Task implements Runnable {
    private final TaskSpec spec;
    private final TaskManagerServices services;
    private final CompletableFuture<ClassLoader> program;
    private final TaskListener jobManager;
    private final Consumer<TaskStatus> onRunning;
    private final Consumer<TaskStatus> onFinishing;
    private final Consumer<TaskStatus> onEnd;
    private final CompletableFuture<ClassLoader> canceled = new CompletableFuture<>();
    private final Thread thread;
    private final ReachedStage reached = new ReachedStage();
    private Instant canceledAt; // main thread only, as is the next
    private boolean stuck;

    // Written by the task's thread once, read by the main thread.
    private volatile StreamTask body;

    /**
     * How a task reports.
     *
     * @param jobManager its requests
     * @param onRunning takes that it runs; on the task's thread
     * @param onFinishing takes that it only waits for a checkpoint; on the task's thread
     * @param onEnd takes how it ended; on the task's thread, as the last thing it does
     */
    record Reports(
            TaskListener jobManager,
            Consumer<TaskStatus> onRunning,
            Consumer<TaskStatus> onFinishing,
            Consumer<TaskStatus> onEnd) {}

    Task(TaskSpec spec, TaskManagerServices services, CompletableFuture<ClassLoader> program, Reports reports) {
        this.spec = spec;
        this.services = services;
        this.program = program;
        this.jobManager = reports.jobManager();
        this.onRunning = reports.onRunning();
        this.onFinishing = reports.onFinishing();
        this.onEnd = reports.onEnd();
        this.thread = services.threads().apply(name(), this);
    }

    /** Returns the vertex with the number of the instance, such as {@code Map -> Sink (2/4)}. */
    String name() {
        return spec.taskName() + " (" + (spec.execution().subtask() + 1) + "/" + spec.parallelism() + ")";
    }

    TaskSpec spec() {
        return spec;
    }

    void start() {
        thread.start();
    }

    /** Ends the task soon; again does nothing. */
    void cancel() {
        if (canceledAt == null) {
            canceledAt = services.clock().instant();
        }
        canceled.cancel(false);
        StreamTask running = body;
        if (running != null) {
            running.cancel();
        }
    }

    /** Returns whether the task was canceled so long ago; true once, for it has to be said once. */
    boolean becomesStuck(Duration patience) {
        Instant time = services.clock().instant().minus(patience);
        boolean becomes = !stuck && canceledAt != null && canceledAt.isBefore(time);
        stuck |= becomes;
        return becomes;
    }

    /** Returns what the thread is doing, for a task that does not end. */
    String stack() {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n\tat ").append(frame);
        }
        return text.toString();
    }

    void deliverSplits(SplitDelivery delivery) {
        StreamTask running = body;
        if (running == null) {
            throw new WeirException(ErrorCode.NOT_FOUND, "The task " + name() + " is not ready for splits.");
        }
        running.deliverSplits(delivery.splits(), delivery.version(), delivery.noMore());
    }

    /** Tells what all tasks of an iteration have reported. */
    void superstepEnded(int superstep, List<byte[]> reports) {
        StreamTask running = body;
        if (running != null) {
            running.superstepEnded(superstep, reports);
        }
    }

    /** Begins a checkpoint. */
    void triggerCheckpoint(CheckpointTrigger trigger) {
        StreamTask running = body;
        if (running == null) {
            throw new WeirException(ErrorCode.NOT_FOUND, "The task " + name() + " does not run yet.");
        }
        running.triggerCheckpoint(trigger);
    }

    /** Returns how far it has come with a checkpoint. */
    TaskStage stageOf(long checkpointId, CheckpointWriter writer) {
        boolean stored = writer.hasStored(spec.execution(), checkpointId);
        return new TaskStage(spec.execution(), stored ? CheckpointStage.STORED : reached.of(checkpointId));
    }

    /** Tells how a checkpoint ended; one that does not run yet took no part in it. */
    void checkpointEnded(long checkpointId, boolean completed) {
        StreamTask running = body;
        if (running != null) {
            running.checkpointEnded(checkpointId, completed);
        }
    }

    /** Another JobManager goes on with the task. */
    void takenOver(long checkpoint, long savepoint, long firstCheckpoint) {
        StreamTask running = body;
        if (running != null) {
            running.takenOver(checkpoint, savepoint, firstCheckpoint);
        }
    }

    TaskIo io() {
        StreamTask running = body;
        return running == null
                ? TaskIo.NONE
                : new TaskIo(
                        running.metrics().recordsIn(),
                        running.metrics().recordsOut(),
                        running.metrics().bytesIn(),
                        running.metrics().bytesOut(),
                        running.metrics().operators().counts());
    }

    @Override
    public void run() {
        ExecutionState end;
        FailureInfo failure = null;
        byte[] accumulated = TaskStatus.NOTHING;
        PartitionId lost = null;
        List<List<Long>> written = List.of();
        try (StateBackends.Lease state = services.stateBackends().acquire(spec.allocation(), spec.configuration())) {
            StreamTask task = new StreamTask(spec, environment(awaitProgram(), state.backend()));
            task.onFinishing(() -> onFinishing.accept(status(ExecutionState.FINISHING, null)));
            body = task;
            if (canceled.isDone()) {
                task.cancel(); // told before there was anything to tell
            }
            onRunning.accept(status(ExecutionState.RUNNING, null));
            task.run();
            accumulated = task.metrics().operators().accumulated(mostAccumulated());
            end = ExecutionState.FINISHED;
            written = task.written();
        } catch (Throwable e) {
            if (canceled.isDone()) {
                end = ExecutionState.CANCELED;
            } else {
                end = ExecutionState.FAILED;
                lost = LostOutput.find(e);
                failure = Failures.describe(
                        e,
                        ErrorCode.USER_FUNCTION,
                        name(),
                        services.location().id().value());
            }
        }
        onEnd.accept(new TaskStatus(spec.execution(), end, io(), failure, accumulated, lost, written));
    }

    /** What tasks have accumulated travels in calls, together with that of others. */
    private int mostAccumulated() {
        return (int) (services.configuration().get(RpcOptions.MAX_FRAME_SIZE).bytes() / 16);
    }

    private TaskStatus status(ExecutionState state, FailureInfo failure) {
        return new TaskStatus(spec.execution(), state, io(), failure);
    }

    private ClassLoader awaitProgram() throws Exception {
        try {
            return (ClassLoader) CompletableFuture.anyOf(program, canceled).get();
        } catch (ExecutionException e) {
            Throwable cause = Failures.unwrap(e);
            throw cause instanceof Exception exception ? exception : e;
        }
    }

    private TaskEnvironment environment(ClassLoader classLoader, StateBackend stateBackend) {
        return new TaskEnvironment(
                services.partitions(),
                services.exchanges(),
                ExchangeSettings.from(services.configuration()),
                classLoader,
                jobManager,
                services.location().id(),
                services.location().host(),
                services.clock(),
                services.timer(),
                stateBackend,
                services.localState(),
                services.managedMemory(),
                services.loops(),
                reached);
    }
}
