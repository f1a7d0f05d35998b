package io.weir.configuration;

import java.time.Duration;

/** Options of the TaskManager process: its address, its slots, its memory and its network stack. */
public final class TaskManagerOptions {
    /** How many slots it offers. */
    public static final ConfigOption<Integer> NUMBER_OF_TASK_SLOTS = ConfigOptions.integer(
                    "taskmanager.numberOfTaskSlots",
                    1,
                    "How many slots a TaskManager offers; each runs one parallel pipeline of a job.")
            .accepting(value -> value >= 1, "a whole number of at least 1");

    /** Where it is reached. */
    public static final ConfigOption<String> HOST = ConfigOptions.string(
            "taskmanager.host",
            null,
            "The host name or address at which others reach the TaskManager. Without it, the address is used from"
                    + " which the TaskManager reaches the JobManager; on YARN, the node's name.");

    /** The interface that it listens on. */
    public static final ConfigOption<String> BIND_HOST = ConfigOptions.string(
            "taskmanager.bind-host",
            null,
            "The address of the network interface that the TaskManager listens on; 0.0.0.0 is all of them. Without"
                    + " it, the TaskManager listens on the address at which others reach it.");

    /** The port for calls. */
    public static final ConfigOption<Integer> RPC_PORT = ConfigOptions.port(
            "taskmanager.rpc.port", 0, "The port at which the TaskManager takes calls; 0 takes a free one.");

    /** The port for data. */
    public static final ConfigOption<Integer> DATA_PORT = ConfigOptions.port(
            "taskmanager.data.port",
            0,
            "The port at which the TaskManager gives its results to other TaskManagers; 0 takes a free one.");

    /** How long it tries to register. */
    public static final ConfigOption<Duration> REGISTRATION_TIMEOUT = ConfigOptions.duration(
            "taskmanager.registration.timeout",
            Duration.ofMinutes(5),
            "How long a TaskManager tries to register with the ResourceManager before it ends itself.");

    /** How long a canceled task may go on. */
    public static final ConfigOption<Duration> CANCELLATION_TIMEOUT = ConfigOptions.duration(
                    "task.cancellation.timeout",
                    Duration.ofMinutes(3),
                    "How long a canceled task may take to end, although it is interrupted again and again. After that"
                            + " its TaskManager ends itself, because nothing else can free what the task holds.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms");

    /** The memory of the process. */
    public static final ConfigOption<MemorySize> PROCESS_SIZE = ConfigOptions.memory(
            "taskmanager.memory.process.size",
            MemorySize.ofMebiBytes(1728),
            "All memory of a TaskManager's process, which is also the size of its YARN container. Everything else is"
                    + " derived from it.");

    /** The heap of the engine. */
    public static final ConfigOption<MemorySize> FRAMEWORK_HEAP_SIZE = ConfigOptions.memory(
            "taskmanager.memory.framework.heap.size",
            MemorySize.ofMebiBytes(128),
            "The part of the heap that the engine itself needs; the rest of the heap is for tasks.");

    /** The direct memory of the engine. */
    public static final ConfigOption<MemorySize> FRAMEWORK_OFF_HEAP_SIZE = ConfigOptions.memory(
            "taskmanager.memory.framework.off-heap.size",
            MemorySize.ofMebiBytes(128),
            "The direct memory that the engine itself and its libraries need beside network buffers.");

    /** The direct memory of tasks. */
    public static final ConfigOption<MemorySize> TASK_OFF_HEAP_SIZE = ConfigOptions.memory(
            "taskmanager.memory.task.off-heap.size",
            new MemorySize(0),
            "The direct memory that user functions may allocate.");

    /** The share of managed memory. */
    public static final ConfigOption<Double> MANAGED_FRACTION = ConfigOptions.fraction(
            "taskmanager.memory.managed.fraction",
            0.0,
            "The share of the memory left after metaspace and overhead that is managed. RocksDB keeps to it, and batch jobs"
                    + " sort and hash in it; the slots of a TaskManager share it equally. By default it is left to the"
                    + " heap, and batch jobs take up to a third of that; if state.backend.type is rocksdb, the default"
                    + " is 0.4.");

    /** The managed memory as an amount. */
    public static final ConfigOption<MemorySize> MANAGED_SIZE = ConfigOptions.memory(
            "taskmanager.memory.managed.size",
            null,
            "The managed memory as an amount; if set, it goes before taskmanager.memory.managed.fraction.");

    /** The share of network memory. */
    public static final ConfigOption<Double> NETWORK_FRACTION = ConfigOptions.fraction(
            "taskmanager.memory.network.fraction",
            0.1,
            "The share of the memory left after metaspace and overhead that holds frames on their way to and from"
                    + " other TaskManagers.");

    /** The least network memory. */
    public static final ConfigOption<MemorySize> NETWORK_MIN = ConfigOptions.memory(
            "taskmanager.memory.network.min",
            MemorySize.ofMebiBytes(64),
            "The least network memory, whatever its share comes to.");

    /** The greatest network memory. */
    public static final ConfigOption<MemorySize> NETWORK_MAX = ConfigOptions.memory(
            "taskmanager.memory.network.max",
            MemorySize.ofMebiBytes(1024),
            "The most network memory, whatever its share comes to.");

    /** The metaspace. */
    public static final ConfigOption<MemorySize> METASPACE_SIZE = ConfigOptions.memory(
            "taskmanager.memory.jvm-metaspace.size",
            MemorySize.ofMebiBytes(256),
            "The memory for the classes that a TaskManager loads, those of jobs included.");

    /** The share of the overhead. */
    public static final ConfigOption<Double> OVERHEAD_FRACTION = ConfigOptions.fraction(
            "taskmanager.memory.jvm-overhead.fraction",
            0.1,
            "The share of the process's memory that is kept for what the JVM itself needs: thread stacks, code cache,"
                    + " garbage collector.");

    /** The least overhead. */
    public static final ConfigOption<MemorySize> OVERHEAD_MIN = ConfigOptions.memory(
            "taskmanager.memory.jvm-overhead.min",
            MemorySize.ofMebiBytes(192),
            "The least memory that is kept for the JVM itself, whatever its share comes to.");

    /** The greatest overhead. */
    public static final ConfigOption<MemorySize> OVERHEAD_MAX = ConfigOptions.memory(
            "taskmanager.memory.jvm-overhead.max",
            MemorySize.ofMebiBytes(1024),
            "The most memory that is kept for the JVM itself, whatever its share comes to.");

    /** The size at which a frame is sent. */
    public static final ConfigOption<MemorySize> FRAME_SIZE = ConfigOptions.memory(
                    "taskmanager.network.frame-size",
                    new MemorySize(32 << 10),
                    "How many bytes of records a frame collects before it is sent to another TaskManager; a record is"
                            + " never divided, so that a frame can be larger by one record.")
            .accepting(value -> value.bytes() >= 1 << 10 && value.bytes() <= 16 << 20, "an amount from 1 kb to 16 mb");

    /** How much a channel may have under way. */
    public static final ConfigOption<MemorySize> CHANNEL_WINDOW = ConfigOptions.memory(
                    "taskmanager.network.channel-window",
                    MemorySize.ofMebiBytes(1),
                    "How many bytes one sender may have under way to one receiver before the receiver has taken them"
                            + " in; the credit of flow control.")
            .accepting(value -> value.bytes() >= 1 << 10, "an amount of at least 1 kb");

    /** The largest record. */
    public static final ConfigOption<MemorySize> MAX_RECORD_SIZE = ConfigOptions.memory(
                    "taskmanager.network.max-record-size",
                    MemorySize.ofMebiBytes(256),
                    "How many bytes a single serialized record may have; a larger one fails the job with a message"
                            + " that says so.")
            .accepting(
                    value -> value.bytes() >= 1 << 10 && value.bytes() <= 2000L << 20,
                    "an amount from 1 kb to 2000 mb");

    private TaskManagerOptions() {}
}
