package io.weir.runtime.task;

import io.weir.runtime.checkpoint.files.LocalStateFiles;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.memory.MemoryManager;
import io.weir.runtime.network.ExchangeClient;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.operators.LoopSlots;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.state.StateBackend;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a TaskManager gives to its tasks.
 *
 * @param partitions the partitions of this process
 * @param exchangeClient fetches those of other processes
 * @param settings sizes of the exchanges
 * @param userClassLoader knows the program's classes
 * @param listener reaches the JobManager
 * @param id the TaskManager
 * @param hostName the host it runs on
 * @param clock the time
 * @param timer runs what is due; never user code
 * @param stateBackend where state by key is kept
 * @param localState copies of the state files that were written here
 * @param managedMemory what operators sort and hash with
 * @param loops brings the tasks of iterations together
 * @param progress is told how far the task has come with checkpoints
 */
public record TaskEnvironment(
        PartitionRegistry partitions,
        ExchangeClient exchangeClient,
        ExchangeSettings settings,
        ClassLoader userClassLoader,
        TaskListener listener,
        TaskManagerId id,
        String hostName,
        Clock clock,
        ScheduledExecutorService timer,
        StateBackend stateBackend,
        LocalStateFiles localState,
        ManagedMemory managedMemory,
        LoopSlots loops,
        CheckpointProgress progress) {
    private static final long LONE_MEMORY = 4 << 20;

    /** Leaves out what only tasks need: exchanges, and the way to a JobManager. */
    static TaskEnvironment alone(Clock clock, StateBackend backend) {
        ClassLoader program = Thread.currentThread().getContextClassLoader();
        MemoryManager memory = MemoryManager.onHeap(LONE_MEMORY);
        return new TaskEnvironment(
                null,
                null,
                null,
                program,
                null,
                null,
                "localhost",
                clock,
                null,
                backend,
                LocalStateFiles.none(),
                new ManagedMemory(memory, memory.pages(), Path.of(System.getProperty("java.io.tmpdir"))),
                null,
                (checkpointId, stage) -> {});
    }
}
