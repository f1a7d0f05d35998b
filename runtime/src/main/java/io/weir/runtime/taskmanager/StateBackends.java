package io.weir.runtime.taskmanager;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.configuration.TaskManagerOptions;
import io.weir.runtime.configuration.ProcessMemory;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.state.rocksdb.RocksResources;
import io.weir.runtime.state.rocksdb.RocksStateBackend;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the tasks of a TaskManager keep state by key. Tasks of one slot share the slot's memory, which is reserved for the
 * first that needs it and given back by the last.
 *
 * <p>Threads: tasks ask for it and give it back. Life: that of the TaskManager.
 */
public final class StateBackends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateBackends.class);
    private static final StateBackend HEAP = new HeapStateBackend();

    /** What a slot gets where there is no managed memory. */
    private static final long LEAST_MEMORY = 64L << 20;

    private final Configuration configuration;
    private final Path temporary;

    /** What the tasks of slots share. Guarded by this. */
    private final Map<AllocationId, Shared> slots = new HashMap<>();

    /** Where databases are or were. Guarded by this. */
    private final Set<Path> directories = new HashSet<>();

    /**
     * Creates it without memory.
     *
     * @param configuration the options of the process
     * @param temporary a directory of the process's own, unless another one is named
     */
    public StateBackends(Configuration configuration, Path temporary) {
        this.configuration = configuration;
        this.temporary = temporary;
    }

    /** What the tasks of a slot share. */
    private static final class Shared {
        final RocksResources resources;
        int users;

        Shared(RocksResources resources) {
            this.resources = resources;
        }
    }

    /** A task's hold on its backend. */
    public interface Lease extends AutoCloseable {
        /** Returns the backend. */
        StateBackend backend();

        /** The task has closed its state. */
        @Override
        default void close() {}
    }

    /**
     * Returns where a task keeps its state.
     *
     * @param slot the slot that it runs in
     * @param job the options of the job, which go before those of the process
     * @return to be closed when the task has ended
     */
    public Lease acquire(AllocationId slot, Configuration job) {
        Configuration options = new Configuration(configuration).addAll(job);
        if (options.get(StateBackendOptions.TYPE) == StateBackendType.HASHMAP) {
            return () -> HEAP;
        }
        return new RocksLease(slot, options);
    }

    /** The TaskManager ends: deletes also what tasks that did not end in good order have left. */
    @Override
    public synchronized void close() {
        directories.forEach(RocksStateBackend::deleteAll);
    }

    private long memoryOfSlot() {
        MemorySize managed = configuration
                .getOptional(TaskManagerOptions.MANAGED_SIZE)
                .orElseGet(() -> ProcessMemory.forTaskManager(configuration).managed());
        if (managed.bytes() == 0) {
            LOG.warn(
                    "This TaskManager has no managed memory: RocksDB takes {} per slot beside what is accounted for. Set"
                            + " {} or {} for the whole cluster.",
                    new MemorySize(LEAST_MEMORY),
                    StateBackendOptions.TYPE,
                    TaskManagerOptions.MANAGED_FRACTION);
            return LEAST_MEMORY;
        }
        return managed.bytes() / configuration.get(TaskManagerOptions.NUMBER_OF_TASK_SLOTS);
    }

    private Path directory(Configuration options) {
        return options.getOptional(StateBackendOptions.ROCKSDB_LOCAL_DIRECTORY)
                .map(root -> Path.of(root).resolve(temporary.getFileName()))
                .orElse(temporary);
    }

    private RocksResources reserve(Configuration options) {
        return new RocksResources(new RocksResources.Settings(
                options.get(StateBackendOptions.ROCKSDB_MANAGED_MEMORY) ? memoryOfSlot() : 0,
                options.get(StateBackendOptions.ROCKSDB_WRITE_BUFFER_RATIO),
                options.get(StateBackendOptions.ROCKSDB_HIGH_PRIORITY_RATIO)));
    }

    /** A hold on the memory of a slot. */
    private final class RocksLease implements Lease {
        private final AllocationId slot;
        private final StateBackend backend;

        RocksLease(AllocationId slot, Configuration options) {
            this.slot = slot;
            synchronized (StateBackends.this) {
                Shared shared = slots.computeIfAbsent(slot, none -> new Shared(reserve(options)));
                shared.users++;
                Path directory = directory(options);
                directories.add(directory);
                this.backend = new RocksStateBackend(
                        shared.resources, directory, options.get(CheckpointingOptions.INCREMENTAL));
            }
        }

        @Override
        public StateBackend backend() {
            return backend;
        }

        @Override
        public void close() {
            synchronized (StateBackends.this) {
                Shared shared = slots.get(slot);
                if (--shared.users == 0) {
                    slots.remove(slot);
                    shared.resources.close();
                }
            }
        }
    }
}
