package io.weir.runtime.resourcemanager;

import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.TaskManagerId;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Starts and stops TaskManager processes on one kind of cluster. All calls come from the ResourceManager's main thread;
 * what the driver learns on its own threads it hands over through {@link Callbacks}.
 */
public interface ResourceManagerDriver extends AutoCloseable {
    /**
     * Begins to work.
     *
     * @param callbacks how the driver reports
     * @param mainThread runs what is given to it on the ResourceManager's main thread
     * @throws Exception any failure; the cluster does not start
     */
    void start(Callbacks callbacks, Executor mainThread) throws Exception;

    /** Returns whether this driver starts processes at all; if not, TaskManagers come and go by themselves. */
    default boolean startsWorkers() {
        return true;
    }

    /**
     * Starts a TaskManager process.
     *
     * @param spec what it is given
     * @return the name of the TaskManager once its process was launched; it registers by itself
     */
    CompletableFuture<TaskManagerId> requestWorker(WorkerSpec spec);

    /**
     * Stops a TaskManager process.
     *
     * @param worker the TaskManager
     */
    void stopWorker(TaskManagerId worker);

    /**
     * Finds out whether a process has ended, sooner than the cluster would say so by itself: somebody has lost sight of it.
     * May be called several times; what is found out is reported through {@link Callbacks}.
     *
     * @param worker the TaskManager
     */
    default void inquire(TaskManagerId worker) {}

    /**
     * Tells the cluster how the application ended, and stops all processes of the application.
     *
     * @param status how the job ended: {@link JobStatus#FINISHED}, {@code CANCELED} or {@code FAILED}
     * @param diagnostics the root cause, or an empty text
     */
    void deregister(JobStatus status, String diagnostics);

    @Override
    void close();

    /** What a driver reports; run on the ResourceManager's main thread. */
    interface Callbacks {
        /**
         * A process has ended, wished or not.
         *
         * @param worker the TaskManager
         * @param diagnostics why, naming the container where there is one
         */
        void onWorkerTerminated(TaskManagerId worker, String diagnostics);

        /**
         * The cluster is lost; the application has to end.
         *
         * @param cause why
         */
        void onFatalError(Throwable cause);

        /**
         * Processes that the leader before had started go on, and are expected to register. Comes before any worker is
         * asked for, and again, for any of them, when the cluster's own head was replaced.
         *
         * @param workers the TaskManagers
         */
        void onWorkersKept(Collection<TaskManagerId> workers);
    }
}
