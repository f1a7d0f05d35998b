package io.weir.runtime.taskmanager;

import io.weir.configuration.CoreOptions;
import io.weir.execution.JobId;
import io.weir.runtime.classloading.UserClassLoaders;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.HeldTask;
import io.weir.runtime.protocol.JobManagerGateway;
import io.weir.runtime.protocol.SlotOffer;
import io.weir.runtime.protocol.SlotRequest;
import io.weir.runtime.protocol.TaskOffer;
import io.weir.runtime.protocol.TaskReport;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.runtime.task.SuperstepEnd;
import io.weir.runtime.task.TaskCapture;
import io.weir.runtime.task.TaskListener;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a TaskManager has of a job: the way to its JobManager, and its program.
 *
 * <p>Thread: the TaskManager's main thread, but for the methods of {@link TaskListener}, which any thread may call. Life:
 * from the first slot that the job gets here to the release of the job.
 */
final class JobConnection implements TaskListener, CheckpointWriter.Reports {
    private static final Logger LOG = LoggerFactory.getLogger(JobConnection.class);

    private final TaskManagerServices services;
    private final SlotRequest jobManager;
    private final CheckpointWriter checkpoints;
    private final Executor main;
    private final TaskLedger ledger = new TaskLedger();
    private final List<AllocationId> unoffered = new ArrayList<>();
    private CompletableFuture<UserClassLoaders.Lease> program;
    private TaskOffer offered; // null before the first one
    private List<HeldTask> firstOffered; // null before the first offer since it was adopted last
    private RpcAddress address;
    private boolean established;
    private boolean held;
    private int connections;
    private int tasks;

    /** Written by the main thread, read by whoever calls the JobManager. */
    private volatile CompletableFuture<JobManagerGateway> gateway;

    private volatile JobFiles files; // null if there are none; written by who loads the program, read by tasks

    private volatile boolean released; // written by the main thread, read by whoever sends results

    JobConnection(TaskManagerServices services, SlotRequest jobManager, CheckpointWriter checkpoints, Executor main) {
        this.checkpoints = checkpoints;
        this.services = services;
        this.jobManager = jobManager;
        this.main = main;
        connect(jobManager.jobManagerAddress(), jobManager.jobManagerToken());
    }

    private void connect(RpcAddress newAddress, FencingToken token) {
        connections++;
        address = newAddress;
        gateway = services.rpc().connect(newAddress, JobManagerGateway.class, token);
    }

    /** The JobManager was lost: its tasks go on, and what they tell it is left out. */
    void hold() {
        held = true;
        established = false;
        connections++;
        gateway = CompletableFuture.failedFuture(
                new WeirException(ErrorCode.UNREACHABLE, "The JobManager of job " + job() + " was lost."));
    }

    /** Connects to another JobManager. */
    void connect(LeaderAddress leader) {
        connect(leader.jobManager(job()), leader.token());
    }

    /** Another JobManager goes on with the tasks. */
    void adopted() {
        held = false;
        firstOffered = null;
    }

    /** Returns whether its tasks run without a JobManager that leads them. */
    boolean isHeld() {
        return held;
    }

    /** Returns how often the connection has changed; tells answers to earlier ones. */
    int connections() {
        return connections;
    }

    TaskLedger ledger() {
        return ledger;
    }

    JobId job() {
        return jobManager.job();
    }

    RpcAddress jobManagerAddress() {
        return address;
    }

    /** Calls the JobManager as soon as there is a connection; for any thread. */
    <T> CompletableFuture<T> call(Function<JobManagerGateway, CompletableFuture<T>> method) {
        CompletableFuture<JobManagerGateway> current = gateway;
        JobManagerGateway known = current.isCompletedExceptionally() ? null : current.getNow(null);
        return known != null ? method.apply(known) : current.thenCompose(method);
    }

    /** Adds a slot to the next offer; returns whether it is the first there. */
    boolean addToOffer(AllocationId allocation) {
        unoffered.add(allocation);
        return unoffered.size() == 1;
    }

    /** Offers the slots that were added; returns those with the answer. */
    CompletableFuture<List<AllocationId>> offer(RpcAddress ownAddress) {
        SlotOffer offer = new SlotOffer(services.location(), ownAddress, unoffered);
        unoffered.clear();
        return call(known -> known.offerSlots(offer)).thenApply(accepted -> offer.allocations().stream()
                .filter(allocation -> !accepted.contains(allocation))
                .toList());
    }

    /** Notes that the JobManager knows this TaskManager; returns whether that is news. */
    boolean establish() {
        boolean news = !established;
        established = true;
        return news;
    }

    boolean isEstablished() {
        return established;
    }

    void taskStarted() {
        tasks++;
    }

    void taskEnded() {
        tasks--;
    }

    boolean hasTasks() {
        return tasks > 0;
    }

    /** Returns the program's class loader, once its files are here. */
    CompletableFuture<ClassLoader> program(TaskSpec spec) {
        if (program == null) {
            program = services.blobs()
                    .fetch(
                            job(),
                            spec.jars(),
                            (key, offset, length) -> call(known -> known.downloadBlob(key, offset, length)))
                    .thenApply(paths -> acquire(paths, spec));
        }
        return program.thenApply(UserClassLoaders.Lease::classLoader);
    }

    private UserClassLoaders.Lease acquire(List<Path> paths, TaskSpec spec) {
        List<Path> jars = paths;
        if (spec.configuration().contains(CoreOptions.CACHED_FILES)) {
            files = JobFiles.of(services.blobs(), spec, paths);
            jars = files.jars();
        }
        return services.classLoaders().acquire(job(), jars, spec.configuration());
    }

    @Override
    public File cachedFile(String name) {
        return files == null ? JobFiles.unknown(name, "none") : files.get(name);
    }

    /** Marks the job as one that has to go; returns whether it was marked before. */
    boolean markReleased() {
        boolean before = released;
        released = true;
        return before;
    }

    boolean isReleased() {
        return released;
    }

    /** Lets go of the program, which no task of this connection uses any more; again does nothing. */
    void closeProgram() {
        if (program != null) {
            program.thenAccept(UserClassLoaders.Lease::close);
            program = null;
        }
    }

    /** Lets go of all that the job has here. */
    void close() {
        closeProgram();
        services.blobs().release(job());
        services.partitions().releaseJob(job());
    }

    /** Gives a sign of life, and tells what the job's tasks here have done so far. */
    CompletableFuture<Void> heartbeat(List<Task> tasks) {
        List<TaskReport> reports = tasks.stream()
                .map(task -> new TaskReport(task.spec().execution(), task.io()))
                .toList();
        return call(known -> known.heartbeat(services.location().id(), reports));
    }

    /** Returns whether the JobManager has not answered a call in time. */
    static boolean isTimeout(Throwable failure) {
        return Failures.describe(failure).code() == ErrorCode.TIMEOUT;
    }

    /** Returns what a failed call tells. */
    static String message(Throwable failure) {
        return Failures.describe(failure).message();
    }

    /**
     * Writes down what the job has here, to be offered to a new JobManager.
     *
     * @param ownAddress where the TaskManager takes calls
     * @param slots the job's
     * @param running the tasks that have not ended, of any job
     */
    void describe(RpcAddress ownAddress, List<TaskSlot> slots, Map<ExecutionId, Task> running) {
        offered = new TaskOffer(
                services.location(),
                ownAddress,
                slots.stream().map(TaskSlot::allocation).toList(),
                ledger.describe(execution -> running.get(execution).io()),
                ledger.last());
        if (firstOffered == null) {
            firstOffered = offered.tasks();
        }
    }

    /** Returns whether its tasks were offered since it is held. */
    boolean wasOffered() {
        return firstOffered != null;
    }

    /** Offers what was written down; returns whether the JobManager may go on with it. */
    CompletableFuture<Boolean> offerTasks() {
        TaskOffer offer = offered;
        return call(known -> known.offerTasks(offer));
    }

    /** Returns what has changed since the first offer, for nobody knows which of them was taken. */
    List<TaskStatus> changesSinceOffer() {
        return ledger.changesSince(firstOffered);
    }

    CompletableFuture<Void> updateTaskStatus(TaskStatus status) {
        return call(known -> known.updateTaskStatus(status));
    }

    @Override
    public void requestSplit(ExecutionId execution, String hostName) {
        main.execute(() -> ledger.asks(execution)); // before the answer can come
        call(known -> known.requestSplit(execution, hostName));
    }

    @Override
    public void superstepEnded(ExecutionId execution, SuperstepEnd end) {
        call(known -> known.superstepEnded(
                        execution, end.loop(), end.superstep(), end.tasks(), end.waits(), end.report()))
                .whenComplete((done, failure) -> {
                    // A JobManager that takes over is told again by the task.
                    if (failure != null && isTimeout(failure) && !released) {
                        superstepEnded(execution, end);
                    }
                });
    }

    @Override
    public void acknowledgeCheckpoint(ExecutionId execution, CheckpointTrigger trigger, TaskCapture capture) {
        checkpoints.storeLater(execution, trigger, capture, this);
    }

    @Override
    public void declineCheckpoint(ExecutionId execution, long checkpointId, Throwable cause) {
        declined(checkpointId, execution, cause);
    }

    @Override
    public void declined(long checkpointId, ExecutionId execution, Throwable cause) {
        FailureInfo failure = Failures.describe(
                cause, ErrorCode.CHECKPOINT, "", services.location().id().value());
        report(checkpointId, known -> known.declineCheckpoint(checkpointId, execution, failure));
    }

    @Override
    public void stored(long checkpointId, List<TaskSnapshot> parts) {
        report(
                checkpointId,
                known -> known.acknowledgeCheckpoint(services.location().id(), checkpointId, parts));
    }

    /** A checkpoint whose report is lost ends by its time-out. */
    private void report(long checkpointId, Function<JobManagerGateway, CompletableFuture<Void>> method) {
        call(method).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("The JobManager of {} did not take a report of checkpoint {}.", job(), checkpointId, failure);
            }
        });
    }

    @Override
    public CompletableFuture<Long> alignWatermark(ExecutionId execution, String group, long watermark) {
        return call(known -> known.alignWatermark(execution, group, watermark));
    }

    @Override
    public CompletableFuture<Void> sendResults(ExecutionId execution, String resultId, byte[] batch) {
        return call(known -> known.sendResults(execution, resultId, batch)).thenCompose(taken -> {
            if (taken) {
                return CompletableFuture.completedFuture(null);
            }
            if (released) {
                return CompletableFuture.failedFuture(
                        new WeirException(ErrorCode.CANCELED, "The job " + job() + " has ended."));
            }
            return sendResults(execution, resultId, batch);
        });
    }
}
