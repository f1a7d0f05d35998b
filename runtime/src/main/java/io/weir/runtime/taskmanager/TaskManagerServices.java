package io.weir.runtime.taskmanager;

import io.weir.configuration.Configuration;
import io.weir.runtime.blob.BlobCache;
import io.weir.runtime.checkpoint.files.LocalStateFiles;
import io.weir.runtime.classloading.UserClassLoaders;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.network.ExchangeClient;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.operators.LoopSlots;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.rpc.RpcService;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;

/**
 * What a TaskManager is made of.
 *
 * @param rpc the calls of the process
 * @param location the TaskManager, as other tasks reach it
 * @param partitions the partitions of the process
 * @param exchanges fetches those of other processes
 * @param blobs the files of jobs
 * @param classLoaders the class loaders of programs
 * @param stateBackends where tasks keep state by key
 * @param localState copies of the state files that were written here
 * @param managedMemory what operators sort and hash with
 * @param loops brings the tasks of iterations together
 * @param threads makes a thread by its name and its work
 * @param timer runs what is due, and never the user's code
 * @param clock tells the time
 * @param configuration the options of the process
 * @param process what the TaskManager does to its own process
 */
public record TaskManagerServices(
        RpcService rpc,
        TaskManagerLocation location,
        PartitionRegistry partitions,
        ExchangeClient exchanges,
        BlobCache blobs,
        UserClassLoaders classLoaders,
        StateBackends stateBackends,
        LocalStateFiles localState,
        ManagedMemory managedMemory,
        LoopSlots loops,
        BiFunction<String, Runnable, Thread> threads,
        ScheduledExecutorService timer,
        Clock clock,
        Configuration configuration,
        Process process) {
    /** What a TaskManager does to its own process; called on its main thread. */
    public interface Process {
        /**
         * Ends the process in good order: the cluster does not want it any more.
         *
         * @param reason one sentence
         */
        void end(String reason);

        /**
         * Ends the process, because it cannot do its work any more.
         *
         * @param cause why
         */
        void fail(Throwable cause);
    }
}
