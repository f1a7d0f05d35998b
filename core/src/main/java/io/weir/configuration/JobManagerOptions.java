package io.weir.configuration;

import java.time.Duration;

/** Options of the JobManager process: its address, its memory, and how it deals with slots. */
public final class JobManagerOptions {
    /** Where it is reached. */
    public static final ConfigOption<String> ADDRESS = ConfigOptions.string(
            "jobmanager.rpc.address",
            "localhost",
            "The host name or address at which clients and TaskManagers reach the JobManager. On YARN it is set by"
                    + " the engine.");

    /** The port at which it is reached. */
    public static final ConfigOption<Integer> PORT = ConfigOptions.port(
            "jobmanager.rpc.port",
            6123,
            "The port at which clients and TaskManagers reach the JobManager; 0 takes a free one. On YARN it is set"
                    + " by the engine.");

    /** The interface that it listens on. */
    public static final ConfigOption<String> BIND_HOST = ConfigOptions.string(
            "jobmanager.bind-host",
            null,
            "The address of the network interface that the JobManager listens on; 0.0.0.0 is all of them. Without"
                    + " it, the JobManager listens on jobmanager.rpc.address.");

    /** The memory of the process. */
    public static final ConfigOption<MemorySize> PROCESS_SIZE = ConfigOptions.memory(
            "jobmanager.memory.process.size",
            MemorySize.ofMebiBytes(1024),
            "All memory of the JobManager's process, which is also the size of its YARN container. Heap, direct"
                    + " memory, metaspace and overhead are derived from it.");

    /** The direct memory. */
    public static final ConfigOption<MemorySize> OFF_HEAP_SIZE = ConfigOptions.memory(
            "jobmanager.memory.off-heap.size",
            MemorySize.ofMebiBytes(128),
            "The direct memory of the JobManager: network buffers and whatever libraries allocate outside the heap.");

    /** The metaspace. */
    public static final ConfigOption<MemorySize> METASPACE_SIZE = ConfigOptions.memory(
            "jobmanager.memory.jvm-metaspace.size",
            MemorySize.ofMebiBytes(256),
            "The memory for the classes that the JobManager loads.");

    /** The share of the overhead. */
    public static final ConfigOption<Double> OVERHEAD_FRACTION = ConfigOptions.fraction(
            "jobmanager.memory.jvm-overhead.fraction",
            0.1,
            "The share of the process's memory that is kept for what the JVM itself needs: thread stacks, code cache,"
                    + " garbage collector.");

    /** The least overhead. */
    public static final ConfigOption<MemorySize> OVERHEAD_MIN = ConfigOptions.memory(
            "jobmanager.memory.jvm-overhead.min",
            MemorySize.ofMebiBytes(192),
            "The least memory that is kept for the JVM itself, whatever its share comes to.");

    /** The greatest overhead. */
    public static final ConfigOption<MemorySize> OVERHEAD_MAX = ConfigOptions.memory(
            "jobmanager.memory.jvm-overhead.max",
            MemorySize.ofMebiBytes(1024),
            "The most memory that is kept for the JVM itself, whatever its share comes to.");

    /** How long a job waits for slots. */
    public static final ConfigOption<Duration> SLOT_REQUEST_TIMEOUT = ConfigOptions.duration(
            "slot.request.timeout",
            Duration.ofMinutes(5),
            "How long a job waits for the slots it needs before it fails.");

    private JobManagerOptions() {}
}
